"""Jobs: the list and the details, and how a recipe is made to run."""
