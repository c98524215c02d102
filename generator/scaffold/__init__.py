"""Writes skeletons of new operations into hand-written files."""
