"""Tests of generator.observe."""
