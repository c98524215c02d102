"""What the entry points need before everything else: lighter imports, and errors about missing libraries."""
