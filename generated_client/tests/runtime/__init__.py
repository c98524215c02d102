"""Tests of the client's runtime."""
