"""What makes the mock a test instrument: namespaces and clocks; must not know HTTP or the API's rules."""
