"""Reads OpenAPI documents that callers send for import; must not know what becomes of them."""

from typing import Any

import yaml

from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.refusals import BadRequestError, bad_request

_METHODS = ("get", "put", "post", "delete", "patch")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def endpoints_in(sent: Json) -> list[tuple[str, str]]:
    """Answer method and path of each endpoint in the body's `openapi_spec`, in the document's order.

    Raises:
        BadRequestError: It is no OpenAPI document.
    """
    content = _parse(sent["content"], sent["format"])
    if not isinstance(content, dict) or not ({"openapi", "swagger"} & content.keys()):
        raise _unreadable("it is no OpenAPI document")
    paths = content.get("paths")
    if not isinstance(paths, dict) or not all(isinstance(item, dict) for item in paths.values()):
        raise _unreadable("its paths are no mapping of paths to operations")
    return [
        (str(method).upper(), str(path)) for path, item in paths.items() for method in item if str(method) in _METHODS
    ]


def _parse(text: str, form: str) -> Any:
    try:
        if form == "json":
            return read_json(text.encode("utf-8"))
        return yaml.load(text, _Loader)  # noqa: S506  # it is a safe loader
    except (JsonError, yaml.YAMLError, RecursionError, ValueError) as error:
        raise _unreadable(" ".join(str(error).split())[:200]) from error


def _unreadable(text: str) -> BadRequestError:
    return bad_request("/body/openapi_spec/content", "format", f"the document cannot be read: {text}")
