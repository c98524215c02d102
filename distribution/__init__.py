"""Builds, checks and describes the files of a release: `python -m distribution`. `make release` runs all of it."""

from __future__ import annotations
