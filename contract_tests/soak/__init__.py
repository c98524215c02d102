"""Runs the mock for minutes under load while servers and databases are stopped, killed and filled: `make soak`."""
