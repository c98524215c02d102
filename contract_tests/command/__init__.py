"""The command calls what the client calls."""
