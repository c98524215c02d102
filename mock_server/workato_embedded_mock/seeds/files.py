"""Reads a seed from the published fixtures, a file or a request; must not interpret the objects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.plain_json import Json, JsonError, check_strings, read_json, search_json
from workato_embedded_mock.seeds.problems import Problem, SeedError

OF_REQUEST = "of the request"


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A parsed seed.

    Attributes:
        path: The file it was read from.
        content: The parsed content.
        text: The source text, to find line numbers; empty when there is none.
    """

    path: Path
    content: Json
    text: str = field(repr=False)

    def error(self, problems: Iterable[Problem]) -> SeedError:
        """Return an error with the problems of this seed, each with its line when it is known."""
        return _error(self.path, self.text, problems)


def read_seed(choice: str) -> SeedFile | None:
    """Read a seed: `default`, or the path of a YAML or JSON file. Return None for `empty`.

    Raises:
        SeedError: The file is missing or does not parse, or a mapping in it has a key twice.
    """
    if choice == "empty":
        return None
    if choice == "default":
        path, content = load_fixtures()
        return SeedFile(path, content, "")
    path = Path(choice)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            reason = f"is not UTF-8 at byte {error.start}; expected a text file in UTF-8"
        else:
            reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise SeedError(str(path), [Problem(None, reason)]) from error
    content = _parse_json(path, text) if path.suffix == ".json" else _parse_yaml(path, text)
    try:
        check_strings(content)
    except JsonError as error:
        raise _error(path, text, [Problem(error.pointer, str(error))]) from error
    except RecursionError as error:
        raise _does_not_parse(path, "nested too deeply") from error
    return SeedFile(path, content, text)


def requested_seed(content: Json) -> SeedFile | None:
    """Return the seed of a request: `default`, `empty`, or the content itself.

    Raises:
        StartError: The name is unknown.
    """
    if isinstance(content, str):
        if content not in {"default", "empty"}:
            raise StartError(f"invalid seed {content!r}: expected default, empty or an object")
        return read_seed(content)
    return SeedFile(Path(OF_REQUEST), content, "")


def _parse_json(path: Path, text: str) -> Json:
    if not text.strip():
        return None
    try:
        content = read_json(text.encode("utf-8"), None)
    except (JsonError, RecursionError) as error:
        cause = error.__cause__
        line = cause.lineno if isinstance(cause, json.JSONDecodeError) else None
        raise _does_not_parse(path, str(error), line) from error
    if search_json(text, None)[1]:
        _reject_duplicate_keys(path, _compose_json(text))
    return content


def _parse_yaml(path: Path, text: str) -> Json:
    from workato_embedded_mock.seeds.yaml_text import YamlError, compose, construct

    try:
        root = compose(text)
        _reject_duplicate_keys(path, root)
        # Convert to JSON and back: this rejects other types and huge numbers.
        return read_json(json.dumps(construct(root)).encode("utf-8"), None)
    except YamlError as error:
        raise _does_not_parse(path, str(error), error.line) from error
    except (JsonError, TypeError, ValueError, RecursionError) as error:
        raise _does_not_parse(path, str(error)) from error


def _reject_duplicate_keys(path: Path, root: Any) -> None:
    from workato_embedded_mock.seeds.yaml_text import duplicate_keys

    problems = [
        Problem(pointer, f"the key {name!r} is here a second time; the first is in line {first}", line)
        for pointer, name, line, first in duplicate_keys(root)
    ]
    if problems:
        raise SeedError(str(path), sorted(problems, key=lambda problem: problem.line or 0))


def _compose_json(text: str) -> Any:
    """Return the tree of nodes of a JSON text. Tabs are spaces there, and cannot be in a string."""
    from workato_embedded_mock.seeds.yaml_text import YamlError, compose

    try:
        return compose(text.replace("\t", " "))
    except YamlError:
        return None


def _does_not_parse(path: Path, why: str, line: int | None = None) -> SeedError:
    return SeedError(str(path), [Problem(None, f"does not parse: {why}", line)])


def _error(path: Path, text: str, problems: Iterable[Problem]) -> SeedError:
    from workato_embedded_mock.seeds.yaml_text import YamlError, compose, line_of

    found = list(problems)
    if text:
        try:
            root = _compose_json(text) if path.suffix == ".json" else compose(text)
            lines = [line_of(root, problem.pointer or "") for problem in found]
            found = [Problem(each.pointer, each.text, line) for each, line in zip(found, lines, strict=True)]
            found.sort(key=lambda problem: problem.line or 0)
        except YamlError:
            pass
    return SeedError(str(path), found)
