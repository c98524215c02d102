"""The validating proxy: forwards requests to the real API, and checks both directions against the document."""
