"""Tests of generator.diff."""
