"""The validating proxy: passes calls on to the real API, and holds both sides to the document; must keep no state."""
