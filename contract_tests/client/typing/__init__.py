"""What type checkers must find in the client: files that are checked and never run."""
