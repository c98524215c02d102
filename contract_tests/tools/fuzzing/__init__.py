"""Schemathesis against the mock: calls that nobody thought of are answered as the document says."""
