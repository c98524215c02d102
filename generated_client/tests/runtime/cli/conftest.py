"""Fixtures for the tests of the command."""

from __future__ import annotations

from .profiles import backend, shell

__all__ = ["backend", "shell"]
