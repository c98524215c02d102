"""Reads OpenAPI documents, routes by them, and checks requests against them."""
