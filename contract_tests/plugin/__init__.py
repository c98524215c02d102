"""The pytest plugin as a partner's project uses it."""
