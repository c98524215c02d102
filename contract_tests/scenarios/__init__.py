"""What partners do, from end to end."""
