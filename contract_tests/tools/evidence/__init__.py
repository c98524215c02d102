"""Collect what a run of the contract tests shows of each operation. `make evidence` writes it to `build/`."""
