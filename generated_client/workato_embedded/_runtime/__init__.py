"""The client's hand-written part: everything that is the same for all operations."""
