"""The API explorer, which sends requests to this mock with the token of an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from flask import Blueprint, flash, g, render_template, request
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.console.current import base_path, bridge, read
from workato_embedded_mock.console.forms import FormError
from workato_embedded_mock.console.pages.operations import operation_or_404
from workato_embedded_mock.console.reads.explorer import SentRequest, field_of, request_of
from workato_embedded_mock.console.reads.operations import JSON_MEDIA, OperationDetails, list_operations
from workato_embedded_mock.plain_json import pretty_json

pages = Blueprint("explorer", __name__, url_prefix="/explorer")

# The token of `workato-mock env`.
_SUGGESTED = "mock"


@dataclass(slots=True)
class _Form:
    """What the form shows.

    Attributes:
        token: The bearer token, if no account was chosen.
        values: The values of the parameters, by field.
        body: The text of the body.
        takes_file: Whether the body is a file.
    """

    token: str = _SUGGESTED
    values: dict[str, str] = field(default_factory=dict)
    body: str = ""
    takes_file: bool = False


@pages.get("/")
def index() -> ResponseReturnValue:
    """List the operations by resource. The query parameter `account` keeps the account that was chosen."""
    operations = read(list_operations)
    resources = [(name, list(each)) for name, each in groupby(operations, lambda operation: operation.resource)]
    return render_template("explorer/index.html", resources=resources)


@pages.get("/<operation_id>/")
def operation(operation_id: str) -> ResponseReturnValue:
    """Show the form of an operation, with the values in the query by field, or else the examples of the document."""
    about = operation_or_404(operation_id)
    form = _example(about)
    form.values |= {name: request.args[name] for name in map(field_of, about.parameters) if name in request.args}
    return render_template("explorer/operation.html", operation=about, form=form, sent=None)


@pages.post("/<operation_id>/")
def send(operation_id: str) -> ResponseReturnValue:
    """Send the request of the form, and show the response."""
    about = operation_or_404(operation_id)
    form = _example(about)
    form.token = request.form.get("token", _SUGGESTED).strip()
    form.values = {field_of(each): request.form.get(field_of(each), "").strip() for each in about.parameters}
    uploaded = request.files.get("file")
    if not form.takes_file:
        form.body = request.form.get("body", "")
    body = uploaded.read() if form.takes_file and uploaded is not None else form.body.strip().encode()
    sent = None
    try:
        account = g.account or _typed(form.token)
        made = request_of(base_path(), about, form.values, body, request.host)
        sent = SentRequest(made, bridge().api(made, account))
    except FormError as error:
        flash(str(error), "error")
    return render_template("explorer/operation.html", operation=about, form=form, sent=sent)


def _typed(token: str) -> Account:
    """Return the account of a token that was typed; the request creates it if it is new.

    Raises:
        FormError: The token cannot be sent.
    """
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise FormError("a token has printable ASCII characters without spaces")
    return Account(0, token)


def _example(about: OperationDetails) -> _Form:
    values = {
        field_of(each): str(each.example) for each in about.parameters if each.required and each.example is not None
    }
    if about.request is None:
        return _Form(values=values)
    if about.request.media != JSON_MEDIA:
        return _Form(values=values, takes_file=True)
    return _Form(values=values, body="" if about.request.example is None else pretty_json(about.request.example))
