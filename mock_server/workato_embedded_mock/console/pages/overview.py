"""The list of accounts, and the overview of one."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.connecting import snippets
from workato_embedded_mock.console.current import LARGEST_ID, base_url, query_number, read
from workato_embedded_mock.console.figures import figures_of
from workato_embedded_mock.console.reads.overview import PAGE, list_accounts, read_account

pages = Blueprint("overview", __name__)


@pages.get("/")
def accounts() -> ResponseReturnValue:
    """List the accounts, newest first, a page before the last number of the page above."""
    before = query_number("before", LARGEST_ID)
    total, found = read(list_accounts, before)
    following = url_for("overview.accounts", before=found[PAGE - 1].account.number) if len(found) > PAGE else None
    return render_template(
        "overview/accounts.html",
        summaries=found[:PAGE],
        total=total,
        first=url_for("overview.accounts") if before != LARGEST_ID else None,
        following=following,
        snippets=snippets(base_url()),
    )


@pages.get("/accounts/")
def go() -> ResponseReturnValue:
    """Lead to the account with a number, which the header of each page asks for."""
    number = query_number("go")
    if not number:
        abort(404, "the number of an account is a positive integer")
    return redirect(url_for("overview.account", number=number), 303)


@pages.get("/accounts/<int:number>/")
def account(number: int) -> ResponseReturnValue:
    """Show one account: its content, its instruments, figures of its latest requests, and how to connect."""
    details = read(read_account, number)
    if details is None:
        abort(404)
    figures = figures_of(details.requests)
    return render_template("overview/account.html", details=details, figures=figures, snippets=snippets(base_url()))
