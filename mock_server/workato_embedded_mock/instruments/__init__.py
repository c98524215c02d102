"""Namespaces, clocks, faults, limits, snapshots and the journal; must not depend on HTTP or the API's rules."""
