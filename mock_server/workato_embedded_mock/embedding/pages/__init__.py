"""What a framed page shows, and what it posts when it is opened."""
