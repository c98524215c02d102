"""Requests and packages of real programs, rewritten with invented values."""
