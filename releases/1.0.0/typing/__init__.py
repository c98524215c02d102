"""Typing tests of the client: type checkers check these files, and nothing runs them."""
