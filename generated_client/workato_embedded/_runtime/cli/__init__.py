"""The command's hand-written part. It needs click and rich, and the client does not need it."""
