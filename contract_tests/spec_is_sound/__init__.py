"""The spec covers the index and explains itself."""
