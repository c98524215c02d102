"""Lets callers with the control token open the console; the login page asks for it once.

Without a control token, callers on this machine can open it, as they can use the control plane.
"""

from __future__ import annotations

import ipaddress

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.headers import STATIC
from workato_embedded_mock.control.token_auth import is_token, rejection_of

TOKEN = "CONTROL_TOKEN"  # noqa: S105  # the name of a setting

_ALLOWED = "allowed"
_LOCAL_SUFFIX = ".localhost"

guard = Blueprint("guard", __name__)


def check_access() -> ResponseReturnValue | None:
    """Reject the current request, unless its caller may open the console."""
    if request.endpoint in (STATIC, "guard.login", "guard.log_in"):
        return None
    token = current_app.config[TOKEN]
    if token and session.get(_ALLOWED):
        return None
    rejection = rejection_of(request.environ["asgi.scope"], token)
    if rejection is None:
        if not token and not _is_local_name(request.host):
            g.shut_out = True
            abort(403, "without --control-token the console is served as localhost or by an IP address only")
        return None
    g.shut_out = True
    status, text = rejection
    if not token:
        abort(status, text.replace("control plane", "console"))
    return _login_page(_wanted(), 401)


@guard.get("/login")
def login() -> ResponseReturnValue:
    """Show the login page."""
    return _login_page(url_for("overview.accounts"), 200)


@guard.post("/login")
def log_in() -> ResponseReturnValue:
    """Let a browser with the control token in, and return to the page that it wanted."""
    wanted, given = request.form.get("next", ""), request.form.get("token", "")
    token = current_app.config[TOKEN]
    if not token or not is_token(given.strip().encode(), token):
        return _login_page(wanted, 401, "this is not the control token of this server")
    session.clear()
    session[_ALLOWED] = True
    return redirect(_inside(wanted), 303)


@guard.post("/logout")
def log_out() -> ResponseReturnValue:
    """Forget that a browser had the control token."""
    session.clear()
    return redirect(url_for("guard.login"), 303)


def _login_page(wanted: str, status: int, error: str = "") -> ResponseReturnValue:
    g.shut_out = True
    return render_template("login.html", wanted=_inside(wanted), error=error), status


def _wanted() -> str:
    """Return the page to open after the login."""
    return request.script_root + request.full_path.rstrip("?") if request.method == "GET" else ""


def _inside(path: str) -> str:
    """Return a path of the console; any other path leads to the first page."""
    root = url_for("overview.accounts")
    return path if path.startswith(root) and path.isprintable() else root


def _is_local_name(host: str) -> bool:
    """Return whether a host is localhost or an IP address. Other names can be made to lead here by a foreign page."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    name = name.strip("[]").lower().rstrip(".")
    if name == _LOCAL_SUFFIX[1:] or name.endswith(_LOCAL_SUFFIX):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
