"""Loads the control plane's own OpenAPI document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def plane_document() -> dict[str, Any]:
    """Return the control plane's OpenAPI document."""
    import yaml

    text = (Path(__file__).parent / "openapi.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both safe
    return document
