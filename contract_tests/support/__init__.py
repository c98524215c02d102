"""What all contract tests use: the independent validator, the recorder of responses, servers as processes."""
