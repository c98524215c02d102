"""Tests of the files for other teams."""
