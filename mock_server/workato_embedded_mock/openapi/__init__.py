"""Reads OpenAPI documents and checks values against them; must not know the server."""
