"""A client that others made, generated from the bundle by others' tools, calls the mock."""
