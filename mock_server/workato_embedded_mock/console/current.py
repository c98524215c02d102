"""What belongs to the current request of the console: the mock, the way to it, and the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.accounts import Account, find_account
from workato_embedded_mock.console.bridge import Bridge
from workato_embedded_mock.console.paths import PREFIX
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.http.public_address import origin_of
from workato_embedded_mock.plain_json import Json

TOOLS, BRIDGE = "workato_mock_tools", "workato_mock_bridge"
BASE_PATH = "WORKATO_MOCK_BASE_PATH"

# Messages are kept in the session cookie, which browsers limit to 4 KB.
_LONGEST_MESSAGE = 1000

# PostgreSQL rejects larger numbers where it compares them with ids of namespaces.
LARGEST_ID = 2**31 - 1

# The sections that requests without a token do not have.
_ONLY_WITH_TOKEN = ("instruments", "packages", "state")

T = TypeVar("T")


def bridge() -> Bridge:
    """Return the way to the mock."""
    found: Bridge = current_app.extensions[BRIDGE]
    return found


def base_path() -> str:
    """Return the path of the API."""
    found: str = current_app.config[BASE_PATH]
    return found


def document_url(form: str) -> str:
    """Return the address of the API's document, in the form `json` or `yaml`."""
    return f"{request.script_root.removesuffix(PREFIX)}/openapi.{form}"


def read(function: Callable[..., T], *arguments: Any) -> T:
    """Run a reading function on the server's event loop; its first argument is the mock's `Tools`."""
    return bridge().call(function, current_app.extensions[TOOLS], *arguments)


def base_url() -> str:
    """Return the base URL of the API as the browser reaches this server, such as `http://127.0.0.1:8765/api`."""
    return f"{root_url()}{base_path()}"


def root_url() -> str:
    """Return the URL of this server as the browser reaches it, without a slash at its end."""
    return f"{origin_of(request.environ['asgi.scope'])}{request.script_root.removesuffix(PREFIX)}"


def load_account() -> None:
    """Find the account that the path of the request names, or its query parameter `account`; else respond with 404."""
    values = request.view_args or {}
    number = values["number"] if "number" in values else request.args.get("account", type=int)
    g.account = read(_find, number) if number is not None and number <= LARGEST_ID else None
    if number is not None and g.account is None:
        abort(404, f"there is no account {number}; it may have been deleted")
    if g.account is not None and g.account.anonymous and request.blueprint in _ONLY_WITH_TOKEN:
        abort(404, "requests without a token have a journal only: no state, no instruments and no packages")


def query_number(name: str, default: int = 0) -> int:
    """Return a query parameter that is an id; the default if it is missing or not one."""
    number = request.args.get(name, default, type=int)
    return number if 0 <= number <= LARGEST_ID else default


def current_account() -> Account:
    """Return the account of the current page, whose path names it."""
    account: Account = g.account
    return account


def perform(
    method: str, path: str, body: Json | bytes = None, *, done: str, back: str, account: Account | None = None
) -> ResponseReturnValue:
    """Send a request to the control plane, and return to a page that shows what was done, or the error.

    Args:
        method: The method of the request.
        path: Its path below `/_mock`, percent-encoded.
        body: Its body.
        done: What the page says if it succeeds, as a full sentence.
        back: The URL of the page.
        account: The account that it is about; None for the current account.
    """
    response = bridge().control(method, path, body, account or g.account)
    flash((response.error or done)[:_LONGEST_MESSAGE], "done" if response.ok else "error")
    return redirect(back, 303)


def _find(tools: Tools, number: int) -> Account | None:
    return find_account(tools.namespaces, number)
