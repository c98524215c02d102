"""Commands for many customers. To use a copy of this folder, run `python -m fleet.create_customers` next to it."""
