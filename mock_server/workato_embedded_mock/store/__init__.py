"""The SQL tables that hold the state of the mock; must not know HTTP or OpenAPI."""
