"""Reads a seed from the published fixtures or from a file; must not know what the objects mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_fixtures
from workato_embedded_mock.plain_json import Json, JsonError, pointer_token, read_json, refuse_odd_text


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A parsed seed and where it came from."""

    path: Path
    content: Json
    text: str

    def refusal(self, pointer: str, sentence: str) -> StartError:
        """Make the refusal of this seed, with the line where it can be told."""
        line = _line_of(self.text, pointer)
        where = f"{self.path}:{line}" if line else str(self.path)
        return StartError(f"The seed {where} is refused at {pointer or '/'}: {sentence}.")


def read_seed(choice: str) -> SeedFile | None:
    """Read the seed that was chosen: `default`, the path of a YAML or JSON file, or `empty`, which is None.

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
        raise StartError(f"The seed {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise StartError(f"The seed {path} is not UTF-8 at byte {error.start}.") from error
    try:
        content = read_json(data) if path.suffix == ".json" else _read_yaml(text)
        refuse_odd_text(content)
    except (JsonError, RecursionError) as error:
        raise StartError(f"The seed {path} does not parse: {error}.") from error
    return SeedFile(path, content, text)


def seed_of(content: Json) -> SeedFile | None:
    """Answer the seed that a request names, `default` or `empty`, or has in it.

    Raises:
        StartError: It is none of them.
    """
    if isinstance(content, str):
        if content not in {"default", "empty"}:
            raise StartError(f"The seed {content!r} is neither default nor empty.")
        return read_seed(content)
    return SeedFile(Path("of the request"), content, "")


def _read_yaml(text: str) -> Json:
    import yaml

    class Loader(yaml.SafeLoader):
        """Reads times as the text that they are."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        value = yaml.load(text, Loader)  # noqa: S506  # it is a SafeLoader
        # Through JSON, so that no other type, no endless loop and no huge number gets through.
        return read_json(json.dumps(value).encode("utf-8"))
    except yaml.YAMLError as error:
        raise JsonError(" ".join(str(error).split())) from error
    except (TypeError, ValueError) as error:
        raise JsonError(str(error)) from error


def _line_of(text: str, pointer: str) -> int | None:
    """Find the line of a value, or of the nearest one around it, in YAML (JSON is YAML, too)."""
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
