"""Contract tests of the client and of the command `workato-embedded`."""
