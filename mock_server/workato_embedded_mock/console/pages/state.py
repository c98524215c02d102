"""The state of an account: customers and what they have."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("state", __name__, url_prefix="/accounts/<int:number>/state")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show the first page of the section."""
    return render_template("state/index.html", number=number)
