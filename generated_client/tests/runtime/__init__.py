"""Tests of the client's runtime, where it is written by hand."""
