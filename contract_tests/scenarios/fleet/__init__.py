"""The commands for a fleet of customers do their work, go on where they stopped, and say what failed."""
