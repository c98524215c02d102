"""The state of the mock in SQL tables; must not know HTTP or OpenAPI."""
