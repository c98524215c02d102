"""The client is pleasant to use and to fail with."""
