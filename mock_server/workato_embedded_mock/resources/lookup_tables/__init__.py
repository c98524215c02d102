"""Lookup tables and their rows."""
