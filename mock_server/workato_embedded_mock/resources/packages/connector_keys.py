"""Finds the keys of the custom connectors that files of a package name or refer to."""

from __future__ import annotations

from collections.abc import Callable

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER, RECIPE, slug
from workato_embedded_mock.resources.packages.code_references import (
    at_path,
    below_path,
    file_name_of,
    is_at,
    is_below,
    name_of,
    normalized,
    paths_of,
)
from workato_embedded_mock.resources.packages.files import Asset, Package, PackageWarning
from workato_embedded_mock.resources.packages.kept_assets import all_of_kind
from workato_embedded_mock.resources.packages.reference_form import is_reference
from workato_embedded_mock.rules.context import Context


class ConnectorKeys:
    """The keys of custom connectors: of the package, of the workspace, and of connections whose connector is missing.

    A connection may refer to a custom connector that is imported later, so its reference is kept with its key.
    """

    def __init__(self, context: Context, owner: int, package: Package) -> None:
        self._context = context
        self._owner = owner
        self._package = package
        self._by_path: dict[str, str] = {}
        kept = [row["fields"] for row in all_of_kind(context, owner, CONNECTION)]
        self._referred: list[tuple[Json, str]] = [
            (fields["connector"], fields["connector_key"]) for fields in kept if "connector" in fields
        ]

    def add(self, asset: Asset, key: str) -> None:
        """Add a custom connector of the package."""
        self._by_path[normalized(asset.path)] = key

    def all(self) -> set[str]:
        """Return the keys of all custom connectors, also of those that connections only refer to."""
        rows = all_of_kind(self._context, self._owner, CUSTOM_ADAPTER)
        return {row["connector_key"] for row in rows} | {key for _, key in self._referred}

    def key_of(self, path: str, provider: Json) -> str:
        """Return the key of the connector that a file names, or refers to; warn if it refers to a missing one."""
        if not is_reference(provider):
            return str(provider)
        key = at_path(self._by_path, provider) or self._in_workspace(provider) or below_path(self._by_path, provider)
        if key is None:
            key = self._of_missing(provider)
            text = f"there is no custom connector {provider['zip_name']!r}"
            self._package.warnings.append(PackageWarning(path, text, lost=True))
            self._referred.append((provider, key))
        return key

    def unused(self, asset: Asset) -> str:
        """Return the key of a new custom connector: that of its connections, that in recipes, or its file name."""
        wanted = (
            self._of_connections(lambda reference: is_at(asset.path, reference))
            or self._in_recipes(asset.path, is_at)
            or self._in_recipes(asset.path, is_below)
            or self._of_connections(lambda reference: _is_named(reference, asset.content.get("title"), asset.zip_name))
            or slug(asset.stem)
        )
        used = {row["connector_key"] for row in all_of_kind(self._context, self._owner, CUSTOM_ADAPTER)}
        key, number = wanted, 2
        while key in used:
            key, number = f"{wanted}_{number}", number + 1
        return key

    def _in_workspace(self, reference: Json) -> str | None:
        rows = all_of_kind(self._context, self._owner, CUSTOM_ADAPTER)
        return next((row["connector_key"] for row in rows if _is_named(reference, row["name"], row["zip_name"])), None)

    def _of_missing(self, reference: Json) -> str:
        path = paths_of(reference)[0]
        file_name = file_name_of(reference)
        return (
            self._of_connections(lambda other: is_at(path, other))
            or self._in_recipes(path, is_at)
            or self._of_connections(lambda other: _is_named(other, reference.get("name"), file_name))
            or slug(file_name.removesuffix(f".{CUSTOM_ADAPTER}.json"))
        )

    def _of_connections(self, is_same: Callable[[Json], bool]) -> str | None:
        return next((key for reference, key in self._referred if is_same(reference)), None)

    def _in_recipes(self, connector: str, is_same: Callable[[str, Json], bool]) -> str | None:
        """Return the key that recipes of the package use with a connection of a custom connector."""
        paths = [
            connection.path
            for connection in self._package.assets[CONNECTION]
            if is_reference(connection.content["provider"]) and is_same(connector, connection.content["provider"])
        ]
        for recipe in self._package.assets[RECIPE]:
            for line in recipe.content["config"]:
                reference = line["account_id"]
                if not is_reference(reference) or not isinstance(line["provider"], str):
                    continue
                if any(is_same(path, reference) for path in paths):
                    return line["provider"]
        return None


def _is_named(reference: Json, name: str | None, zip_name: str) -> bool:
    """Return whether a reference has the name of a custom connector, or of its file."""
    return (name is not None and name_of(reference)[1] == name) or file_name_of(reference) == normalized(zip_name)
