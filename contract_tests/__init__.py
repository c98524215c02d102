"""Holds the spec, the client and the mock together; one folder per promise."""
