"""Tests of the client, where it is written by hand."""
