"""What the links of the embedded product open: direct links, the connection widget and an outline of the editor."""
