"""Tests of the console in Chromium. `make browser` installs the packages that they need, and runs them."""
