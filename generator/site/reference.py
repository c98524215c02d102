"""The pages of the reference: one for each operation, and one for each resource."""

from __future__ import annotations

from pathlib import Path

from generator.bundle import Bundle
from generator.site.facts import operation_path


def reference_pages(bundle: Bundle, root: Path) -> dict[str, str]:
    """Return the Markdown of each page by its path on the site, in the order of the navigation."""
    found = {"reference/index.md": "# Reference\n"}
    for pointer, operation, _ in bundle.operations():
        path = operation_path(operation)
        folder = path.rpartition("/")[0]
        found.setdefault(f"{folder}/index.md", f"# {folder.removeprefix('reference/')}\n")
        found[path] = f"# {operation['summary']}\n\n`{pointer[2].upper()} {pointer[1]}`\n\n{operation['description']}\n"
    return found
