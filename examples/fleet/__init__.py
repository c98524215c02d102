"""Commands for many customers. The folder stands alone: copy it, and run `python -m fleet.create_customers` there."""
