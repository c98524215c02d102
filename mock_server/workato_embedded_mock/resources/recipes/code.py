"""Parses and checks the steps and connections of a recipe; must not use the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import chain

from workato_embedded_mock.plain_json import Json, JsonError, read_json

MAX_STEPS = 1_000
UNCONNECTED_KEY = "packages.recipe_source_code.flow_validations.errors.config_unconnected"

# The platform's built-in connectors, which need no connection. The file groups them by how this is known.
_PLATFORM_CONNECTORS = resources.files(__package__).joinpath("platform_connectors.json")
WITHOUT_CONNECTION = frozenset(chain.from_iterable(read_json(_PLATFORM_CONNECTORS.read_bytes()).values()))

_EXECUTABLE = frozenset({"trigger", "action"})
_APPLICATION = "application"
_DIGITS = re.compile("[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a recipe: the fields that the mock uses."""

    number: int
    keyword: str | None
    provider: str | None
    name: str | None
    skip: bool = False


def parse_steps(code: str) -> list[Step]:
    """Return the steps of a recipe in order, or no steps if the code is invalid."""
    try:
        root = read_json(code.encode("utf-8"))
    except JsonError:
        return []
    return [_step(node, position) for position, node in enumerate(_nodes(root))]


def parameters_of(code: str) -> tuple[Json, Json]:
    """Return the parameters of a recipe and their schema, which the first step has as `param` and as JSON text."""
    try:
        root = read_json(code.encode("utf-8"))
    except JsonError:
        return {}, []
    if not isinstance(root, dict):
        return {}, []
    values, schema = root.get("param"), root.get("parameters_schema")
    if isinstance(schema, str):
        try:
            schema = read_json(schema.encode("utf-8"))
        except JsonError:
            schema = []
    fields = schema if isinstance(schema, list) and all(isinstance(field, dict) for field in schema) else []
    return values if isinstance(values, dict) else {}, fields


def applications_of(steps: list[Step]) -> tuple[str | None, list[str], list[str]]:
    """Return the connectors of the trigger, of the actions, and of all steps, without duplicates."""
    trigger = next((step.provider for step in steps if step.keyword == "trigger"), None)
    actions = dict.fromkeys(step.provider for step in steps if step.provider and step.keyword != "trigger")
    return trigger, list(actions), list(dict.fromkeys([trigger, *actions] if trigger else actions))


def description_of(steps: list[Step]) -> str:
    """Return the default description of a recipe."""
    trigger = next((step.name for step in steps if step.keyword == "trigger"), None)
    if not trigger:
        return ""
    actions = [_words(step.name) for step in steps if step.keyword == "action" and step.name]
    return ", ".join([f"When there is a {_words(trigger)}", *actions])


def code_errors(steps: list[Step]) -> list[Json]:
    """Return the errors of each step, as lists of label, current value, text and optional path.

    Skipped steps are not checked.
    """
    if not steps:
        return [[0, [["code", None, "is invalid"]]]]
    errors: list[Json] = []
    for position, step in enumerate(steps):
        own: list[Json] = []
        if (step.keyword == "trigger") != (position == 0):
            own.append(["keyword", step.keyword, "is invalid"])
        if step.keyword in _EXECUTABLE and not step.skip:
            parts = {"provider": step.provider, "name": step.name}
            own += [[part, value, "can't be blank", part] for part, value in parts.items() if not value]
        if own:
            errors.append([step.number, own])
    return errors


def config_errors(steps: list[Step], config: list[Json], connected: Mapping[int, str]) -> list[Json]:
    """Return the errors of steps whose connection is missing or not authorized.

    Args:
        steps: The steps of the recipe.
        config: Its connectors with their connections.
        connected: The connector of each authorized connection of the customer.
    """
    lines = {line["provider"]: line for line in config}
    errors: list[Json] = []
    for step in steps:
        line = lines.get(step.provider, {})
        account_id = line.get("account_id")
        if step.skip or not step.provider or line.get("skip_validation"):
            continue
        needed = account_id is not None or step.provider not in WITHOUT_CONNECTION
        if needed and connected.get(account_id) != step.provider:
            errors.append([step.number, [["account_id", account_id, "unconnected", {"key": UNCONNECTED_KEY}]]])
    return errors


def parse_config(text: str) -> list[Json]:
    """Parse the JSON text of a recipe's config.

    Raises:
        ValueError: The config is invalid; the message says which line and field.
    """
    try:
        lines = read_json(text.encode("utf-8"))
    except JsonError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(lines, list):
        raise ValueError("expected a list with a line for each connector")
    for number, line in enumerate(lines):
        _check_line(number, line)
    return complete_config(lines)


def complete_config(lines: list[Json]) -> list[Json]:
    """Return a recipe's config with defaults for missing fields."""
    return [_line(**line) for line in lines]


def default_config(applications: list[str]) -> list[Json]:
    """Return the config of a recipe sent without one: all connectors without a connection."""
    return [_line(provider) for provider in applications]


def _line(provider: str, **sent: Json) -> Json:
    known = {
        "keyword": sent.get("keyword", _APPLICATION),
        "name": sent.get("name", provider),
        "provider": provider,
        "skip_validation": sent.get("skip_validation", False),
        "account_id": _account_id(sent.get("account_id")),
    }
    return {**known, **{key: value for key, value in sent.items() if key not in known}}


def _account_id(sent: Json) -> Json:
    """Return the id of a connection, which may be text of digits."""
    return int(sent) if isinstance(sent, str) else sent


def _check_line(number: int, line: Json) -> None:
    """Check a line of a recipe's config.

    Raises:
        ValueError: The line is invalid.
    """
    if not isinstance(line, dict):
        raise ValueError(f"line {number}: expected an object")
    if not isinstance(line.get("provider"), str):
        raise ValueError(f"line {number}: provider must be the key of a connector")
    for name, kind, expected in (
        ("keyword", str, "a string"),
        ("name", str, "a string"),
        ("skip_validation", bool, "a boolean"),
    ):
        if not isinstance(line.get(name, kind()), kind):
            raise ValueError(f"line {number}: {name} must be {expected}")
    if not _is_account_id(line.get("account_id")):
        raise ValueError(f"line {number}: account_id must be the id of a connection, or null")


def _is_account_id(value: Json) -> bool:
    """Return whether a value is an id of a connection, as integer or string, or None for no connection."""
    if isinstance(value, str):
        return _DIGITS.fullmatch(value) is not None
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _nodes(node: Json) -> Iterator[dict[str, Json]]:
    """Yield the steps of a recipe, each followed by its nested steps. The steps in a skipped step are skipped too."""
    if isinstance(node, dict):
        yield node
        block = node.get("block")
        for inner in block if isinstance(block, list) else ():
            yield from _nodes({**inner, "skip": True} if _is_skipped(node) and isinstance(inner, dict) else inner)


def _is_skipped(node: dict[str, Json]) -> bool:
    """Return whether a step is skipped. Some editors write the flag as text."""
    return node.get("skip") in (True, "true")


def _step(node: dict[str, Json], position: int) -> Step:
    number = node.get("number")
    return Step(
        number=number if isinstance(number, int) and not isinstance(number, bool) else position,
        keyword=_text(node.get("keyword")),
        provider=_text(node.get("provider")),
        name=_text(node.get("name")),
        skip=_is_skipped(node),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _words(name: str) -> str:
    return name.replace("_", " ")


def parse_keys(text: str) -> set[str]:
    """Parse connector keys separated by commas."""
    return {key.strip() for key in text.split(",") if key.strip()}
