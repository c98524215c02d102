"""Builds the signed links with which a partner's pages embed Workato. Sends nothing."""
