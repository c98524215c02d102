# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""The client's hand-written part: everything that is the same for all operations."""
