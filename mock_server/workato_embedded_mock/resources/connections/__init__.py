"""Connections, connectors, custom connectors, custom OAuth profiles and picklists."""
