"""Describes the API for a catalog of Backstage."""

from __future__ import annotations

from typing import Any

import yaml


def catalog_info(document: dict[str, Any], definition: str) -> str:
    """Return the YAML text of an entity for the API.

    Args:
        document: The OpenAPI document.
        definition: The path of its file, relative to that of the entity.
    """
    entity = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "API",
        "metadata": {
            "name": "workato-embedded-partner",
            "title": document["info"]["title"],
            "description": document["info"]["description"].partition("\n\n")[0],
            "tags": ["embedded", "integration", "rest"],
        },
        # Each organization has owners and stages of its own; these are values that a catalog accepts.
        "spec": {
            "type": "openapi",
            "lifecycle": "production",
            "owner": "user:guest",
            "definition": {"$text": f"./{definition}"},
        },
    }
    return yaml.safe_dump(entity, sort_keys=False, allow_unicode=True, width=120)
