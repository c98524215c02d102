"""The rules of environment roles and project roles."""
