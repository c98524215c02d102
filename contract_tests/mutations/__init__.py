"""Whoever breaks a promise is found out: each mutation breaks one thing, and a gate of the suite must report it."""
