"""Programs that check the project as a whole, and their tests."""
