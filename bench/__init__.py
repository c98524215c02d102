"""Benchmarks of mock and client, as ratios to a baseline in the same run. There are no thresholds: no test is timed."""
