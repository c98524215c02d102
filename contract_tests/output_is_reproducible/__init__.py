"""What is generated and pinned can be had again."""
