"""The list of accounts, and the overview of one."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.current import query_number, read
from workato_embedded_mock.console.reads.overview import PAGE, list_accounts

pages = Blueprint("overview", __name__)


@pages.get("/")
def accounts() -> ResponseReturnValue:
    """List the accounts, a page after the last number of the page before."""
    after = query_number("after")
    found = read(list_accounts, after)
    following = url_for("overview.accounts", after=found[PAGE - 1].number) if len(found) > PAGE else None
    return render_template("overview/accounts.html", accounts=found[:PAGE], after=after, following=following)


@pages.get("/accounts/")
def go() -> ResponseReturnValue:
    """Lead to the account with a number, which the header of each page asks for."""
    number = query_number("go")
    if not number:
        abort(404, "the number of an account is a positive integer")
    return redirect(url_for("overview.account", number=number), 303)


@pages.get("/accounts/<int:number>/")
def account(number: int) -> ResponseReturnValue:
    """Show one account."""
    return render_template("overview/account.html", number=number)
