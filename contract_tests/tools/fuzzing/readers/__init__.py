"""Feeds damaged and hostile input to what reads files of others: packages, saved pages and HAR recordings."""
