"""Spec, client and mock agree on every documented answer of every operation."""
