"""Tests of the hand-written client."""
