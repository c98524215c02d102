"""Finds banned phrases in everything that people read: docstrings, comments, help, errors, names and documents."""
