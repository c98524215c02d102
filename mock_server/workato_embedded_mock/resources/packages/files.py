"""Writes the assets of a package as files and reads them back; must not know the store.

The shape of the files follows what packages of the platform look like; no page of the API describes it.
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
    """An export or an import cannot be done; the text is a sentence without a full stop."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset of a package: where it lies in the package, and what its file says."""

    folders: tuple[str, ...]
    zip_name: str
    content: dict[str, Any]


@dataclass(slots=True)
class Package:
    """What a package holds, by kind; assets of kinds that the mock does not have are only counted."""

    assets: dict[str, list[Asset]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    others: int = 0


def asset_file(asset: Asset) -> File:
    """Write an asset as a file."""
    return File(asset.folders, asset.zip_name, write_json(asset.content))


def read_package(files: Iterable[File]) -> Package:
    """Read the files of a package.

    Raises:
        PackageError: There are none, or one is no asset or does not have the form of its kind.
    """
    package = Package()
    for file in files:
        parts = file.name.rsplit(".", 2)
        if len(parts) != 3 or parts[2] != "json":
            raise PackageError(f"{file.path} is no asset of a package")
        content = _content(file)
        if parts[1] in _CHECKS:
            faults = _CHECKS[parts[1]](content)
            if faults:
                raise PackageError(f"{file.path} is no {parts[1]}: {faults[0].pointer or '/'}: {faults[0].text}")
            package.assets[parts[1]].append(Asset(file.folders, file.name, content))
        else:
            package.others += 1
    if not package.others and not any(package.assets.values()):
        raise PackageError("the package has no asset")
    return package


def _content(file: File) -> Any:
    try:
        return read_json(file.data)
    except (JsonError, RecursionError) as error:
        raise PackageError(f"{file.path} does not parse: {error}") from error
