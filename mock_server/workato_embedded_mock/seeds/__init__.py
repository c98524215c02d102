"""Reads and validates the initial content of a namespace; must not write to the store."""
