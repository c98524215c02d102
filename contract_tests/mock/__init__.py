"""Contract tests of the mock, with the client or with plain HTTP."""
