"""What the mock costs, as ratios against a bare Starlette app in the same run; no limits, so that no test is timed."""
