# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""The command's hand-written part. It needs click and rich, and the client does not need it."""
