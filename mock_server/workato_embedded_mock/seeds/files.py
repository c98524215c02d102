"""Reads a seed from the published fixtures, a file or a request; must not interpret the objects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.plain_json import Json, JsonError, check_strings, pointer_token, read_json


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
    text: str

    def error(self, pointer: str, sentence: str) -> StartError:
        """Return an error about a part of this seed, with its line number when it is known."""
        line = _line_of(self.text, pointer)
        where = f"{self.path}:{line}" if line else str(self.path)
        return StartError(f"the seed {where} is invalid at {pointer or '/'}: {sentence}")


def read_seed(choice: str) -> SeedFile | None:
    """Read a seed: `default`, or the path of a YAML or JSON file. Return None for `empty`.

    Raises:
        StartError: The file is missing or does not parse.
    """
    if choice == "empty":
        return None
    if choice == "default":
        path, content = load_fixtures()
        return SeedFile(path, content, "")
    path = Path(choice)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise StartError(f"the seed {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise StartError(f"the seed {path} is not UTF-8 at byte {error.start}") from error
    try:
        content = read_json(data) if path.suffix == ".json" else _read_yaml(text)
        check_strings(content)
    except (JsonError, RecursionError) as error:
        raise StartError(f"the seed {path} does not parse: {error}") from error
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
    return SeedFile(Path("of the request"), content, "")


def _read_yaml(text: str) -> Json:
    import yaml

    class Loader(yaml.SafeLoader):
        """A loader that keeps timestamps as text."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        value = yaml.load(text, Loader)  # noqa: S506  # a subclass of SafeLoader
        # Convert to JSON and back: this rejects other types, cycles and huge numbers.
        return read_json(json.dumps(value).encode("utf-8"))
    except yaml.YAMLError as error:
        raise JsonError(" ".join(str(error).split())) from error
    except (TypeError, ValueError) as error:
        raise JsonError(str(error)) from error


def _line_of(text: str, pointer: str) -> int | None:
    """Return the line of a value, or of the nearest value around it. JSON is parsed as YAML."""
    import yaml

    if not text:
        return None
    try:
        node: Any = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    for token in pointer.split("/")[1:]:
        child = _child(node, token)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1 if node is not None else None


def _child(node: Any, token: str) -> Any:
    import yaml

    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if pointer_token(key.value) == token), None)
    if isinstance(node, yaml.SequenceNode) and token.isdigit() and int(token) < len(node.value):
        return node.value[int(token)]
    return None
