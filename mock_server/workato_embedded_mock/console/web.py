"""Creates the Flask app of the console."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from importlib import import_module

from flask import Flask, Response, g, render_template, request
from flask.logging import default_handler
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from workato_embedded_mock.console import csrf, filters, guard
from workato_embedded_mock.console.bridge import Bridge
from workato_embedded_mock.console.current import BASE_PATH, BRIDGE, TOOLS, document_url, load_account
from workato_embedded_mock.console.headers import add_headers
from workato_embedded_mock.console.session_cookies import SessionCookies
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.http.control_access import ControlAccess

# The modules of the pages, in the order of the navigation; each has a blueprint of the same name.
SECTIONS = ("overview", "requests", "state", "instruments", "packages", "operations", "explorer")

_LARGEST_FORM = 110 * 2**20
_TEXTS = {
    NotFound.code: "there is no such page",
    MethodNotAllowed.code: "this page has no such action",
    InternalServerError.code: "a fault of the console, see the log of the server",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console works with.

    Attributes:
        tools: The parts of the mock.
        bridge: Runs code of the mock on the server's event loop.
        base_path: The path of the API.
        access: Decides which requests are rejected.
        key: The key of signatures, which all processes with the same database share.
    """

    tools: Tools
    bridge: Bridge
    base_path: str
    access: ControlAccess
    key: str


def create_web(parts: ConsoleParts) -> Flask:
    """Return the Flask app that serves the pages. Its paths are those below `/_mock/console`."""
    web = Flask(__package__)
    web.logger.removeHandler(default_handler)
    web.session_interface = SessionCookies()
    web.config.update(
        {
            BASE_PATH: parts.base_path,
            guard.ACCESS: parts.access,
            "MAX_CONTENT_LENGTH": _LARGEST_FORM,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            # Another control token ends all sessions.
            "SECRET_KEY": hashlib.sha256(f"{parts.key} {parts.access.token}".encode()).hexdigest(),
        }
    )
    web.extensions[TOOLS], web.extensions[BRIDGE] = parts.tools, parts.bridge
    web.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    web.before_request(guard.check_access)
    web.before_request(csrf.check_csrf)
    web.before_request(load_account)
    web.after_request(add_headers)
    web.register_error_handler(HTTPException, _error_page)
    web.context_processor(lambda: {"account": g.get("account")})
    web.jinja_env.globals.update(
        csrf_field=csrf.csrf_field,
        can_log_out=bool(parts.access.token),
        document_url=document_url,
        mock_version=parts.tools.version,
    )
    web.jinja_env.filters.update(filters.FILTERS)
    web.register_blueprint(guard.guard)
    for name in SECTIONS:
        web.register_blueprint(import_module(f"{__package__}.pages.{name}").pages)
    return web


def _error_page(error: HTTPException) -> ResponseReturnValue:
    """Return the page of an error."""
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        logger.error("fault in %s %r", request.method, request.path, exc_info=error.original_exception)
    if isinstance(error.response, Response):
        return error.response
    status = error.code or InternalServerError.code
    described = error.description if error.description != type(error).description else None
    text = described or _TEXTS.get(status, error.name.lower())
    headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return render_template("error.html", status=status, name=error.name, text=text), status, headers
