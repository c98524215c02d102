"""Clock, faults, limits, snapshots and other instruments of an account."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("instruments", __name__, url_prefix="/accounts/<int:number>/instruments")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show the first page of the section."""
    return render_template("instruments/index.html", number=number)
