"""The console: pages that show what the mock does; imports Flask only when one is first opened."""
