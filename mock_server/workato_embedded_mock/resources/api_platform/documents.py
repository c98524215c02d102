"""Parses OpenAPI documents that callers send for import."""

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


class _Loader(_Base):  # type: ignore[misc]  # the C loader if available
    """A safe loader that limits the size of merged mappings."""

    def flatten_mapping(self, node: Any) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MAX_MERGED:
            raise yaml.YAMLError("its merged mappings are too large")


@dataclass(frozen=True, slots=True)
class DocumentedEndpoint:
    """An operation of a document."""

    name: str
    method: str
    path: str


def parse_endpoints(sent: Json) -> list[DocumentedEndpoint]:
    """Return the endpoints of an `openapi_spec`, in the order of the document.

    Raises:
        BadRequestError: `openapi_spec` is not an OpenAPI document.
    """
    content = _parse(sent["content"], sent["format"])
    if not isinstance(content, dict) or not ({"openapi", "swagger"} & content.keys()):
        raise _unreadable("it is not an OpenAPI document")
    paths = content.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        raise _unreadable("its paths must be an object")
    found = [endpoint for path, item in paths.items() for endpoint in _endpoints(str(path), item)]
    if any(odd_text(text) for endpoint in found for text in (endpoint.name, endpoint.path)):
        raise _unreadable("it has invalid characters")
    return found


def _endpoints(path: str, item: Json) -> Iterator[DocumentedEndpoint]:
    """Yield the endpoints of a path. Their name is the summary, the operationId, or method and path."""
    for method, operation in item.items():
        if method not in _METHODS:
            continue
        fields = operation if isinstance(operation, dict) else {}
        names = (fields.get("summary"), fields.get("operationId"), f"{method.upper()} {path}")
        name = next(text for text in names if isinstance(text, str) and text.strip())
        yield DocumentedEndpoint(name, method.upper(), path.lstrip("/"))


def _parse(text: str, form: str) -> Any:
    try:
        if form == "json":
            return read_json(text.encode("utf-8"))
        return yaml.load(text, _Loader)  # noqa: S506  # a subclass of a safe loader
    except (JsonError, yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise _unreadable(" ".join(str(error).split())[:_MAX_REASON_LENGTH]) from error


def _unreadable(text: str) -> BadRequestError:
    return bad_request("/body/openapi_spec/content", "format", f"the document cannot be read: {text}")
