"""The session cookie of the console."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from workato_embedded_mock.http.public_address import origin_of


class SessionCookies(SecureCookieSessionInterface):
    """Signed cookies, with one name for each port: browsers send a cookie to all ports of a host."""

    def get_cookie_name(self, _app: Flask) -> str:
        """Return a name with the port of the server."""
        try:
            port = urlsplit(request.host_url).port
        except ValueError:
            port = None
        return "workato-mock" if port is None else f"workato-mock-{port}"

    def get_cookie_path(self, _app: Flask) -> str:
        """Return the path of the console, so that the API never gets the cookie."""
        return request.script_root

    def get_cookie_secure(self, _app: Flask) -> bool:
        """Return whether the browser reaches the server by HTTPS: then the cookie is not sent without."""
        return origin_of(request.environ["asgi.scope"]).startswith("https:")
