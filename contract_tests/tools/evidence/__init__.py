"""What a run of the contract tests shows of each operation, and how it is kept: see `docs/evidence.md`."""
