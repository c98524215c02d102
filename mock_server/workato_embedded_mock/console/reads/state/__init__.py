"""Reads the state of an account: kinds of objects from the tables of the store, pages of summaries, and one object."""

from __future__ import annotations
