"""The hand-written part of the command line. It needs click and rich; the client does not need it."""
