"""Jobs: listing them, and running recipes."""
