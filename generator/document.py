"""Reads the YAML files of the spec and records the line of each value. Does not depend on OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from prance.util.path import path_get

from generator.findings import Finding, Location, SpecError

Pointer = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """Loader with YAML 1.2 booleans, without dates (`2023-11-20` stays a string), that rejects duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"duplicate key {key.value!r}", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@dataclass
class SourceFile:
    """One YAML file of the spec: its data, and the line of each value by JSON pointer."""

    path: Path
    data: Any
    _node: yaml.Node = field(repr=False)
    _lines: dict[Pointer, int] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, file: Path, shown: Path) -> SourceFile:
        """Read `file`; messages refer to it as `shown`.

        Raises:
            SpecError: The file cannot be read, is not valid YAML, or has a duplicate key.
        """
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SpecError([Finding(Location(shown, 1), "yaml", None, f"cannot be read: {error}")]) from error
        try:
            node, data = _parsed(text)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise SpecError([Finding(Location(shown, line), "yaml", None, error.problem or str(error))]) from error
        except yaml.YAMLError as error:
            raise SpecError([Finding(Location(shown, 1), "yaml", None, str(error))]) from error
        if not isinstance(node, yaml.MappingNode):
            raise SpecError([Finding(Location(shown, 1), "yaml", None, "expected a mapping at the top level")])
        return cls(shown, data, node)

    def get(self, pointer: Pointer) -> Any:
        """Return the value at `pointer`.

        Raises:
            LookupError: There is no value at `pointer`.
        """
        try:
            return path_get(self.data, pointer)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise LookupError(pointer) from error

    def location(self, pointer: Pointer) -> Location:
        """Return the line of the value at `pointer`, or of its nearest ancestor in this file."""
        if not self._lines:
            self._lines = dict(_lines(self._node))
        while pointer and pointer not in self._lines:
            pointer = pointer[:-1]
        return Location(self.path, self._lines.get(pointer, 1))


def parse_yaml(text: str) -> Any:
    """Return the data of a YAML text of the spec. It is shared, so callers must not change it.

    Raises:
        yaml.YAMLError: The text is not valid YAML, or has a duplicate key.
    """
    return _parsed(text)[1]


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the root node and the data of a YAML text.

    A command reads the same files several times, for example once before and once after its edits. The data is shared,
    so callers must not change it.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _lines(node: yaml.Node, pointer: Pointer = ()) -> Iterator[tuple[Pointer, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = int(key.value) if key.tag.endswith(":int") else key.value
            yield (*pointer, name), key.start_mark.line + 1
            yield from _lines(value, (*pointer, name))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*pointer, index), value.start_mark.line + 1
            yield from _lines(value, (*pointer, index))


class Sources:
    """The files of a spec folder, each read once. Paths in messages are relative to the parent of that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._files: dict[Path, SourceFile] = {}

    def file(self, path: Path) -> SourceFile:
        """Return a file by its absolute path.

        Raises:
            SpecError: The file cannot be read or is not valid YAML.
        """
        if path not in self._files:
            shown = path.relative_to(self.folder.parent) if path.is_relative_to(self.folder.parent) else path
            self._files[path] = SourceFile.read(path, shown)
        return self._files[path]

    def glob(self, pattern: str) -> list[SourceFile]:
        """Return the files that match a pattern below the folder, sorted by path."""
        return [self.file(path) for path in sorted(self.folder.glob(pattern))]
