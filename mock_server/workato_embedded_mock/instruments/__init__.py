"""Namespaces, clocks, faults, limits, snapshots and the journal; must not know HTTP or the API's rules."""
