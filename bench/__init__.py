"""What mock and client cost, as ratios against bare peers in the same run; no limits, so that no test is timed."""
