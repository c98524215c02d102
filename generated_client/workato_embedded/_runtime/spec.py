"""Finds the OpenAPI document from which the client was generated."""

from __future__ import annotations

from pathlib import Path


def spec_path(name: str = "openapi.yaml") -> Path:
    """Return the path of the OpenAPI document: `openapi.yaml` or `openapi.json`.

    It is in the installed package; in a checkout it is the one in spec/dist.

    Raises:
        FileNotFoundError: The file does not exist.
    """
    for folder in Path(__file__).parents:
        for path in (folder / "_spec" / name, folder / "spec" / "dist" / name):
            if path.is_file():
                return path
    raise FileNotFoundError(f"{name} is not part of this installation")
