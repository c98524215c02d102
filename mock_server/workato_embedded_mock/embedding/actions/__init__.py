"""What a person does in a framed page."""
