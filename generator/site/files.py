"""The files of the site that other programs read."""

from __future__ import annotations

from pathlib import Path

from generator.as_of import bundle_as_of
from generator.bundle import Bundle
from generator.editions import load_editions

FOLDER = "files"


def published_files(bundle: Bundle, root: Path) -> dict[str, bytes]:
    """Return the content of each file by its path on the site."""
    first = load_editions(bundle.sources.folder)[0].date
    oldest = bundle_as_of(bundle, first)
    found = {
        "openapi.yaml": bundle.to_yaml(),
        "openapi.json": bundle.to_json(),
        f"openapi-{first}.yaml": oldest.to_yaml(),
        f"openapi-{first}.json": oldest.to_json(),
        "fixtures.json": bundle.fixtures_to_json(),
        "seed.schema.json": (root / "docs/seed.schema.json").read_text(encoding="utf-8"),
    }
    return {f"{FOLDER}/{name}": text.encode() for name, text in found.items()}
