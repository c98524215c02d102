"""What a workspace has: folders, properties and roles; and the settings of the partner's account."""
