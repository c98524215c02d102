"""Use the files for other teams as their receivers would, each with its own tool."""
