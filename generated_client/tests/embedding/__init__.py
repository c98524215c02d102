"""Tests of the signed links."""
