"""Reads OpenAPI documents that callers send for import; must not know what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from workato_embedded_mock.errors import BadRequestError, bad_request
from workato_embedded_mock.plain_json import Json, JsonError, odd_text, read_json

_METHODS = ("get", "put", "post", "delete", "patch")
_MAX_REASON_LENGTH = 200
_MAX_MERGED = 100_000
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # whichever of the two there is
    """A safe loader that gives up where merged mappings multiply without end."""

    def flatten_mapping(self, node: Any) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MAX_MERGED:
            raise yaml.YAMLError("its merged mappings are too large")


@dataclass(frozen=True, slots=True)
class DocumentedEndpoint:
    """One operation of a document."""

    name: str
    method: str
    path: str


def parse_endpoints(sent: Json) -> list[DocumentedEndpoint]:
    """Answer the endpoints in the body's `openapi_spec`, in the document's order.

    Raises:
        BadRequestError: It is no OpenAPI document.
    """
    content = _parse(sent["content"], sent["format"])
    if not isinstance(content, dict) or not ({"openapi", "swagger"} & content.keys()):
        raise _unreadable("it is no OpenAPI document")
    paths = content.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        raise _unreadable("its paths are no mapping of paths to operations")
    found = [endpoint for path, item in paths.items() for endpoint in _endpoints(str(path), item)]
    if any(odd_text(text) for endpoint in found for text in (endpoint.name, endpoint.path)):
        raise _unreadable("it has characters that are none")
    return found


def _endpoints(path: str, item: Json) -> Iterator[DocumentedEndpoint]:
    """Answer the endpoints of one path. An operation is named by its summary, its id, or by method and path."""
    for method, operation in item.items():
        if method not in _METHODS:
            continue
        told = operation if isinstance(operation, dict) else {}
        names = (told.get("summary"), told.get("operationId"), f"{method.upper()} {path}")
        name = next(text for text in names if isinstance(text, str) and text.strip())
        yield DocumentedEndpoint(name, method.upper(), path.lstrip("/"))


def _parse(text: str, form: str) -> Any:
    try:
        if form == "json":
            return read_json(text.encode("utf-8"))
        return yaml.load(text, _Loader)  # noqa: S506  # it is a safe loader
    except (JsonError, yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise _unreadable(" ".join(str(error).split())[:_MAX_REASON_LENGTH]) from error


def _unreadable(text: str) -> BadRequestError:
    return bad_request("/body/openapi_spec/content", "format", f"the document cannot be read: {text}")
