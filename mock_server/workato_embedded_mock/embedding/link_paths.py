"""The page that a direct link asks for, and what is a valid path of one."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from workato_embedded_mock.embedding.messages import EDITOR, RECIPE_WIDGET, WIDGET
from workato_embedded_mock.embedding.paths import LINK
from workato_embedded_mock.embedding.rejections import LinkRejectedError

PATH_PARAMETER, TOKEN_PARAMETER = "workato_dl_path", "workato_dl_token"  # the name of a parameter

_LONGEST = 2_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_WIDGETS = {"connections": WIDGET, "recipes": RECIPE_WIDGET}
_WIDGET = re.compile(r"/embedded/(connections|recipes)(?:/|$)")
# The characters that do not change in a path with query and fragment.
_SAFE = "/%?#[]@!$&'()*+,;=:-._~"


def requested_path(path: str, query: str) -> str:
    """Return the path of the page that a link asks for, percent-encoded, with its query and fragment.

    Args:
        path: The path of the request below the root path, percent-encoded.
        query: Its query.

    Raises:
        LinkRejectedError: There is no path, or it is not one.
    """
    own = path.removeprefix(LINK).removeprefix("/")
    pointer = "/path" if own else f"/query/{PATH_PARAMETER}"
    wanted = _with_query(own, query) if own else parameter(query, PATH_PARAMETER)
    if not wanted:
        raise LinkRejectedError(
            "path_invalid", f"{PATH_PARAMETER} is missing: expected a path such as /recipes", pointer
        )
    return _checked(wanted, pointer)


def parameter(query: str, name: str) -> str:
    """Return the first value of a parameter of a query; empty if there is none."""
    return next((value for key, value in parse_qsl(query, keep_blank_values=True) if key == name), "")


def kind_of(path: str) -> str:
    """Return what a path shows: `widget`, `recipe_widget` or `editor`."""
    found = _WIDGET.match(path)
    return _WIDGETS[found[1]] if found else EDITOR


def _with_query(own: str, query: str) -> str:
    """Return a path with the parameters that are not of the link."""
    rest = [item for item in query.split("&") if item and unquote(item.partition("=")[0]) not in _OWN]
    return f"/{own}?{'&'.join(rest)}" if rest else f"/{own}"


_OWN = (PATH_PARAMETER, TOKEN_PARAMETER)


def _checked(wanted: str, pointer: str) -> str:
    """Return a path with a slash at its start.

    Raises:
        LinkRejectedError: It is a URL, leads out of the pages, or has characters that no path has.
    """
    text = quote(wanted if wanted.startswith("/") else f"/{wanted}", safe=_SAFE)
    segments = unquote(text.partition("?")[0].partition("#")[0]).split("/")
    problem = ""
    if len(text) > _LONGEST:
        problem = f"has more than {_LONGEST} characters"
    elif urlsplit(wanted).scheme or wanted.startswith("//"):
        problem = "is a URL: expected a path such as /recipes"
    elif _CONTROL.search(unquote(text)):
        problem = "has control characters or a backslash"
    elif "." in segments or ".." in segments:
        problem = "has the segment . or .."
    if problem:
        raise LinkRejectedError("path_invalid", f"the path {problem}", pointer)
    return text
