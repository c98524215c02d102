"""Tests of the wheels of a release, in environments of their own; `make release` runs them."""

from __future__ import annotations
