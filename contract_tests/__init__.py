"""Contract tests check spec, client and mock against each other with an independent validator (openapi-core)."""
