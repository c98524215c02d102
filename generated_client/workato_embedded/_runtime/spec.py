"""Finds the OpenAPI document that the client was generated from. Reads nothing of it."""

from __future__ import annotations

from pathlib import Path


def spec_path(name: str = "openapi.yaml") -> Path:
    """Return the path of the OpenAPI document: `openapi.yaml` or `openapi.json`.

    It lies inside an installed package; in a checkout it is the one in spec/dist.

    Raises:
        FileNotFoundError: there is no such file.
    """
    for folder in Path(__file__).parents:
        for place in (folder / "_spec" / name, folder / "spec" / "dist" / name):
            if place.is_file():
                return place
    raise FileNotFoundError(f"{name} is not part of this installation")
