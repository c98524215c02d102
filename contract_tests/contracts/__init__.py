"""Check spec, client and mock against each other. Each check takes its target, so tests can run it on a broken one."""
