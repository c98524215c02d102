"""The operations of the API: since when, with which evidence, rule and example."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("operations", __name__, url_prefix="/operations")


@pages.get("/")
def index() -> ResponseReturnValue:
    """Show the first page of the section. The query parameter `account` keeps the account that was chosen."""
    return render_template("operations/index.html")
