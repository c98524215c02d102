"""Folders, properties and roles of a workspace; settings of the partner's account."""
