"""Reads the bodies of actions."""

from __future__ import annotations

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json


def as_object(body: Json) -> dict[str, Json]:
    """Return a body that is an object.

    Raises:
        BadRequestError: It is not one.
    """
    if not isinstance(body, dict):
        raise bad_request("/body", "type", "the body is not an object")
    return body


def id_in(body: dict[str, Json], name: str) -> int:
    """Return the id in a field of a body.

    Raises:
        BadRequestError: It is missing, or is not an integer.
    """
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise bad_request(f"/body/{name}", "type", f"{name} is {value!r}: expected an integer")
    return value


def text_in(body: dict[str, Json], name: str) -> str:
    """Return the text in a field of a body; empty if it is missing.

    Raises:
        BadRequestError: It is not a text.
    """
    value = body.get(name, "")
    if not isinstance(value, str):
        raise bad_request(f"/body/{name}", "type", f"{name} is {value!r}: expected a string")
    return value


def path_in(body: dict[str, Json], default: str) -> str:
    """Return the path of the page that an action was done on.

    Raises:
        BadRequestError: It is not a path.
    """
    path = text_in(body, "path") or default
    if not path.startswith("/"):
        raise bad_request("/body/path", "pattern", f"path is {path!r}: expected a path such as /recipes")
    return path
