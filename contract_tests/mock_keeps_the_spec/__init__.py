"""The mock answers as the spec says."""
