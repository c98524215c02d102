"""Packages of an account, and what an import of a file would create."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("packages", __name__, url_prefix="/accounts/<int:number>/packages")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show the first page of the section."""
    return render_template("packages/index.html", number=number)
