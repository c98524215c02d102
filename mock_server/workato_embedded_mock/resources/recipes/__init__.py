"""Recipes: their code, start and stop, and the public recipes."""
