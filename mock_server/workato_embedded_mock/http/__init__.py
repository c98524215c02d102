"""The HTTP side of the API: middlewares around the rules."""
