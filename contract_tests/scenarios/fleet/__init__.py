"""The commands in examples/fleet work, resume where they stopped, and report what failed."""
