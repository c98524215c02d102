"""Generate clients with OpenAPI Generator, which other teams use for their languages."""
