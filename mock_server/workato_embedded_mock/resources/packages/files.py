"""Writes and reads the asset files of a package; must not use the store.

The format follows packages of the platform; the API documentation does not describe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json
from workato_embedded_mock.resources.packages.assets import CONNECTION, KINDS, LOOKUP_TABLE, RECIPE
from workato_embedded_mock.store.archives import File

_TEXT: Json = {"type": "string"}
_NAME: Json = {"type": "string", "minLength": 1}
_REFERENCE: Json = {
    "type": "object",
    "required": ["zip_name"],
    "properties": {"zip_name": _NAME, "name": {"type": "string", "nullable": True}, "folder": _TEXT},
}
_SCHEMAS: Mapping[str, Json] = {
    CONNECTION: {
        "type": "object",
        "required": ["provider"],
        "properties": {"name": {"type": "string", "nullable": True}, "provider": _NAME},
    },
    LOOKUP_TABLE: {
        "type": "object",
        "required": ["name", "schema"],
        "properties": {
            "name": _NAME,
            "schema": _TEXT,
            "data": {"type": "array", "items": {"type": "object", "additionalProperties": _TEXT}},
        },
    },
    RECIPE: {
        "type": "object",
        "required": ["name", "code"],
        "properties": {
            "name": _NAME,
            "description": {"type": "string", "nullable": True},
            "code": {},
            "config": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["provider"],
                    "properties": {
                        "keyword": _TEXT,
                        "name": _TEXT,
                        "provider": _TEXT,
                        "skip_validation": {"type": "boolean"},
                        "account_id": {**_REFERENCE, "nullable": True},
                    },
                },
            },
            "parameters_schema": {"type": "array", "items": {"type": "object"}},
            "parameters": {"type": "object"},
        },
    },
}
_COMPILER = SchemaCompiler({})
_CHECKS = {kind: _COMPILER.compile(schema, "") for kind, schema in _SCHEMAS.items()}


class PackageError(Exception):
    """An export or an import failed; the text says why."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset of a package.

    Attributes:
        folders: The names of its folders in the package.
        zip_name: The name of its file.
        content: The content of its file.
    """

    folders: tuple[str, ...]
    zip_name: str
    content: dict[str, Any]


@dataclass(slots=True)
class Package:
    """The content of a package.

    Attributes:
        assets: The assets of supported kinds, by kind.
        others: The number of assets of other kinds.
    """

    assets: dict[str, list[Asset]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    others: int = 0


def asset_file(asset: Asset) -> File:
    """Return the file of an asset."""
    return File(asset.folders, asset.zip_name, write_json(asset.content))


def read_package(files: Iterable[File]) -> Package:
    """Return the content of a package.

    Raises:
        PackageError: The package has no assets, or a file is not a valid asset.
    """
    package = Package()
    for file in files:
        parts = file.name.rsplit(".", 2)
        if len(parts) != 3 or parts[2] != "json":
            raise PackageError(f"{file.path} is not an asset of a package")
        content = _content(file)
        if parts[1] in _CHECKS:
            errors = _CHECKS[parts[1]](content)
            if errors:
                raise PackageError(
                    f"{file.path} is not a valid {parts[1]}: {errors[0].pointer or '/'}: {errors[0].text}"
                )
            package.assets[parts[1]].append(Asset(file.folders, file.name, content))
        else:
            package.others += 1
    if not package.others and not any(package.assets.values()):
        raise PackageError("the package has no assets")
    return package


def _content(file: File) -> Any:
    try:
        return read_json(file.data)
    except (JsonError, RecursionError) as error:
        raise PackageError(f"{file.path} does not parse: {error}") from error
