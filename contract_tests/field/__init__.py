"""Programs of others run against the mock: `make field` installs them, each in an environment of its own."""
