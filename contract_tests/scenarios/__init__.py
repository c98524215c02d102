"""Typical partner workflows, from start to end."""
