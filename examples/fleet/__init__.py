"""Commands for many customers. Copy the folder, and run `python -m fleet.create_customers` in the one above it."""
