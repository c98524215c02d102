"""The partner's site as a Flask app. docs/guides/embedding.md explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from workato_embedded import WorkatoEmbedded
from workato_embedded.embedding import TokenOptions, connection_widget_url, sign, workato_origin
from workato_embedded.models import Connection

# The path under which the site shows paths of Workato.
PREFIX = "/integration"
# The vendor's client script. A mock has one of its own at the same path.
VENDOR_SCRIPT = "https://embedding.workato.com/r/embedding-client.js"


@dataclass(frozen=True)
class Partner:
    """What the site needs to know.

    Attributes:
        client: The client of the partner's account.
        customer: The customer that is signed in. A real site takes it from its own session.
        key: The private key that signs links.
        vendor_id: The vendor id of the partner.
        script: The address of the client script.
    """

    client: WorkatoEmbedded
    customer: str
    key: Any
    vendor_id: str
    script: str = VENDOR_SCRIPT

    def token_options(self) -> TokenOptions:
        """Return the arguments of tokens: the messages of a frame go to the origin of this site."""
        return {"key": self.key, "vendor_id": self.vendor_id, "origin": request.host_url.rstrip("/")}

    def workato_origin(self) -> str:
        """Return the origin of the frames, the only one whose messages count."""
        return workato_origin(base_url=self.client.base_url)

    def connections(self) -> dict[int, Connection]:
        """Return the connections of the customer by their ids."""
        return {each.id: each for each in self.client.connections.list(self.customer)}


def create_app(partner: Partner) -> Flask:
    """Return the site."""
    app = Flask(__name__)

    @app.get("/")
    def home() -> ResponseReturnValue:
        return render_template("home.html", connections=partner.connections().values())

    @app.get("/connections/<int:connection_id>")
    def connection(connection_id: int) -> ResponseReturnValue:
        shown = partner.connections().get(connection_id) or abort(404)
        return render_template("connection.html", connection=shown, workato=partner.workato_origin())

    @app.get("/connections/<int:connection_id>/widget")
    def widget(connection_id: int) -> ResponseReturnValue:
        # The site checks that its user may see the connection, and signs the link when the frame asks for it. So the
        # page has no token, and each load of the frame gets a new one.
        if connection_id not in partner.connections():
            abort(404)
        base_url = partner.client.base_url
        link = connection_widget_url(partner.customer, connection_id, base_url=base_url, **partner.token_options())
        return redirect(link, 303)

    @app.get("/connections/<int:connection_id>/status")
    def status(connection_id: int) -> ResponseReturnValue:
        # A message can only say that something has changed. What counts is what the API says.
        found = partner.connections().get(connection_id) or abort(404)
        return {"connected": found.authorization_status == "success"}

    @app.post("/token")
    def token() -> ResponseReturnValue:
        return {"token": sign(partner.customer, **partner.token_options())}

    @app.get(PREFIX)
    @app.get(f"{PREFIX}/<path:path>")
    def integration(path: str = "") -> ResponseReturnValue:
        return render_template("integration.html", prefix=PREFIX, script=partner.script, path=path)

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {"customer": partner.customer, "editor": url_for("integration")}

    return app
