"""Managed users (customer accounts), their plans, task usage, members and customer managers."""
