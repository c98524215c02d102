"""What a request meets before and after a rule; must not know the rules."""
