"""Contract tests of the mock, through the client or over HTTP."""
