"""The API explorer, which sends requests to this mock."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("explorer", __name__, url_prefix="/explorer")


@pages.get("/")
def index() -> ResponseReturnValue:
    """Show the first page of the section. The query parameter `account` keeps the account that was chosen."""
    return render_template("explorer/index.html")
