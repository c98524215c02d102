"""Tests of generator.drift."""
