"""Contract tests of the client and of its command."""
