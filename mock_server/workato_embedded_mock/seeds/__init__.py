"""What a namespace begins with: read from fixtures, checked, and turned into rows; must not write them."""
