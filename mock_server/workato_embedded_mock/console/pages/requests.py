"""The requests of an account, and why they were rejected."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("requests", __name__, url_prefix="/accounts/<int:number>/requests")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show the first page of the section."""
    return render_template("requests/index.html", number=number)
