"""What all contract tests use: the independent validator, the recorder of exchanges, servers as processes."""
