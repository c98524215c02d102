"""The form of seeds that people write: objects nested as they belong together, with defaults for what is left out."""
