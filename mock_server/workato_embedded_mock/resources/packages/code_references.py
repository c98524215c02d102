"""Finds and replaces the references in the code of recipes; must not use the store."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.resources.packages.assets import LOOKUP_TABLE, RECIPE, kind_of_file
from workato_embedded_mock.resources.packages.reference_form import is_id, is_reference

T = TypeVar("T")

# The inputs of steps that have the id of an asset. Their references have been seen in code of recipes.
ID_INPUTS: Mapping[str, list[str]] = {"flow_id": [RECIPE], "lookup_table_id": [LOOKUP_TABLE]}


def paths_of(reference: Json) -> list[str]:
    """Return the paths in the package that a reference can mean: its own, and below its folder."""
    zip_name, folder = reference["zip_name"].replace("\\", "/").removeprefix("./"), reference.get("folder")
    paths = [zip_name, f"{folder}/{zip_name}"] if isinstance(folder, str) and folder else [zip_name]
    return [normalized(path) for path in paths]


def at_path(paths: Mapping[str, T], reference: Json) -> T | None:
    """Return what a package has at the path of a reference, or None."""
    return next((paths[path] for path in paths_of(reference) if path in paths), None)


def below_path(paths: Mapping[str, T], reference: Json) -> T | None:
    """Return the only thing whose path ends with that of a reference: the package may have one more folder above."""
    found = [value for path, value in paths.items() if path.endswith(f"/{paths_of(reference)[0]}")]
    return found[0] if len(found) == 1 else None


def is_at(path: str, reference: Json) -> bool:
    """Return whether a reference has the path of a file."""
    return normalized(path) in paths_of(reference)


def is_below(path: str, reference: Json) -> bool:
    """Return whether the path of a file ends with that of a reference, or the other way round."""
    return same_end(normalized(path), paths_of(reference)[0])


def same_end(one: str, other: str) -> bool:
    """Return whether one of two paths ends with the other, in letters of any case. An empty path ends every one."""
    one, other = f"/{one}".casefold().rstrip("/"), f"/{other}".casefold().rstrip("/")
    return one.endswith(other) or other.endswith(one)


def file_name_of(reference: Json) -> str:
    """Return the name of the file that a reference names."""
    return paths_of(reference)[0].rpartition("/")[2]


def nearly(assets: Mapping[tuple[str, str], T], folder: str, name: str) -> T | None:
    """Return the only asset with a name whose folder differs in its beginning or case, or None."""
    found = [value for (place, own), value in assets.items() if own == name and same_end(place, folder)]
    return found[0] if len(found) == 1 else None


def name_of(reference: Json) -> tuple[str, str]:
    """Return the folder and the name in a reference; other values than text are empty."""
    folder, name = reference.get("folder"), reference.get("name")
    return (folder if isinstance(folder, str) else ""), (name if isinstance(name, str) else "")


def normalized(path: str) -> str:
    """Return a path with composed letters. Archives of macOS have decomposed ones, where JSON has composed ones."""
    return unicodedata.normalize("NFC", path)


def parsed_code(code: Json) -> Json:
    """Return code as JSON, if it is the text of JSON."""
    if not isinstance(code, str):
        return code
    try:
        return read_json(code.encode("utf-8"))
    except (JsonError, RecursionError):
        return code


def with_ids(node: Any, id_of: Callable[[Json], Json]) -> Any:
    """Return code with ids instead of references to assets."""
    if isinstance(node, list):
        return [with_ids(inner, id_of) for inner in node]
    if not isinstance(node, dict):
        return node
    return id_of(node) if _is_asset(node) else {name: with_ids(value, id_of) for name, value in node.items()}


def with_references(node: Any, kinds: Mapping[str, list[str]], reference_to: Callable[[str, int], Json | None]) -> Any:
    """Return code with references instead of ids, in the inputs that have ids of assets.

    Args:
        node: The code, or a part of it.
        kinds: The kinds of assets by name of the input.
        reference_to: Returns the reference to an asset, or None if there is no such asset.
    """
    if isinstance(node, list):
        return [with_references(inner, kinds, reference_to) for inner in node]
    if not isinstance(node, dict):
        return node
    changed = {name: with_references(value, kinds, reference_to) for name, value in node.items()}
    for name in kinds.keys() & changed.keys():
        value = changed[name]
        if isinstance(value, list):
            changed[name] = [_reference(one, kinds[name], reference_to) for one in value]
        else:
            changed[name] = _reference(value, kinds[name], reference_to)
    return changed


def inputs_with_references(node: Any) -> dict[str, list[str]]:
    """Return the inputs of code that have references, with the kinds of assets."""
    inputs: dict[str, list[str]] = {}
    for name, kind in _references(node, ""):
        kinds = inputs.setdefault(name, [])
        if kind not in kinds:
            kinds.append(kind)
    return inputs


def _references(node: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the input and the kind of each reference."""
    if isinstance(node, list):
        for inner in node:
            yield from _references(inner, name)
    elif isinstance(node, dict) and _is_asset(node):
        yield name, kind_of_file(node["zip_name"]) or ""
    elif isinstance(node, dict):
        for inner, value in node.items():
            yield from _references(value, inner)


def _is_asset(node: dict[str, Any]) -> bool:
    """Return whether an object is a reference, and not an input of a step that has a property `zip_name`."""
    return is_reference(node) and kind_of_file(node["zip_name"]) is not None and node.keys() <= _KEYS


_KEYS = {"zip_name", "name", "folder"}


def _reference(value: Any, kinds: Iterable[str], reference_to: Callable[[str, int], Json | None]) -> Any:
    if not is_id(value):
        return value
    return next(filter(None, (reference_to(kind, int(value)) for kind in kinds)), value)
