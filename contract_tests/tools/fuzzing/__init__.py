"""Fuzz the mock with Schemathesis: responses to generated requests must be as documented."""
