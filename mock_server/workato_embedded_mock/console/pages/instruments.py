"""Clock, rate limits, faults, snapshots and other instruments of an account; each button calls the control plane."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.current import bridge, current_account, perform, read
from workato_embedded_mock.console.forms import FormError, clock_change, fault_rule, job_options
from workato_embedded_mock.console.reads.operations import list_operation_ids
from workato_embedded_mock.plain_json import Json

pages = Blueprint("instruments", __name__, url_prefix="/accounts/<int:number>/instruments")

# The fields of a rule that a request to set it cannot have.
_COUNTERS = ("matched", "fired")


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show all instruments."""
    return render_template(
        "instruments/index.html",
        number=number,
        clock=_get("/clock"),
        limits=_get("/limits"),
        rules=_get("/faults")["rules"],
        snapshots=_get("/snapshots")["snapshots"],
        edition=_get("/edition"),
        invitations=_get("/invitations")["invitations"],
        operations=read(list_operation_ids),
    )


@pages.post("/clock/")
def change_clock(number: int) -> ResponseReturnValue:
    """Freeze, advance, set, resume or reset the clock."""
    if _text("action") == "reset":
        return _perform(number, "DELETE", "/clock", done="The clock shows the time of the machine again.")
    try:
        wanted = clock_change(request.form)
    except FormError as error:
        return _failed(number, str(error))
    return _perform(number, "PUT", "/clock", wanted, done="The clock was changed.")


@pages.post("/limits/")
def change_limits(number: int) -> ResponseReturnValue:
    """Set the rate limits, or those of the server for an empty setting."""
    return _set_or_reset(number, "/limits", "rate_limits", "the rate limits")


@pages.post("/faults/")
def add_fault(number: int) -> ResponseReturnValue:
    """Add a rule behind the others."""
    try:
        rule = fault_rule(request.form)
    except FormError as error:
        return _failed(number, str(error))
    return _set_rules(number, [*_rules(), rule], done="The rule was added. The counters of all rules restart.")


@pages.post("/faults/remove/")
def remove_fault(number: int) -> ResponseReturnValue:
    """Remove the rule at a position, or all rules."""
    position = _text("position")
    if position == "all":
        return _perform(number, "DELETE", "/faults", done="All rules were removed.")
    rules = _rules()
    if not position.isdecimal() or not 1 <= int(position) <= len(rules):
        return _failed(number, f"there is no rule {position}; the account has {len(rules)}")
    del rules[int(position) - 1]
    return _set_rules(number, rules, done=f"Rule {position} was removed. The counters of the others restart.")


@pages.post("/snapshots/")
def save_snapshot(number: int) -> ResponseReturnValue:
    """Save the state as a snapshot."""
    name = _text("name") or "default"
    return _perform(number, "PUT", f"/snapshots/{_segment(name)}", done=f"The snapshot {name} was saved.")


@pages.post("/snapshots/restore/")
def restore_snapshot(number: int) -> ResponseReturnValue:
    """Replace the state by a snapshot."""
    name = _text("name")
    return _perform(number, "POST", f"/snapshots/{_segment(name)}/restore", done=f"The snapshot {name} was restored.")


@pages.post("/snapshots/delete/")
def delete_snapshot(number: int) -> ResponseReturnValue:
    """Delete a snapshot."""
    name = _text("name")
    return _perform(number, "DELETE", f"/snapshots/{_segment(name)}", done=f"The snapshot {name} was deleted.")


@pages.post("/edition/")
def change_edition(number: int) -> ResponseReturnValue:
    """Serve the API as it was on a day, or the edition of the server without one."""
    return _set_or_reset(number, "/edition", "as_of", "the edition")


@pages.post("/jobs/")
def run_jobs(number: int) -> ResponseReturnValue:
    """Run a recipe."""
    try:
        options = job_options(request.form)
    except FormError as error:
        return _failed(number, str(error))
    done = f"The recipe {options['recipe_id']} ran: {options.get('count', 1)} × {options['status']}."
    return _perform(number, "POST", "/jobs", options, done=done)


@pages.post("/invitations/")
def accept_invitation(number: int) -> ResponseReturnValue:
    """Accept an invitation in the name of the invited person."""
    wanted = {"managed_user_id": _text("managed_user_id"), "email": _text("email")}
    done = f"{wanted['email']} is a member of the customer {wanted['managed_user_id']}."
    return _perform(number, "POST", "/invitations/accept", wanted, done=done)


@pages.post("/reset/")
def reset(number: int) -> ResponseReturnValue:
    """Reset the account to the seed of the server, or to another one."""
    seed = _text("seed")
    done = f"The account was reset to the seed {seed or 'of the server'}."
    return _perform(number, "POST", "/reset", {"seed": seed} if seed else {}, done=done)


@pages.post("/delete/")
def delete_account(number: int) -> ResponseReturnValue:
    """Delete the account."""
    return perform("DELETE", "/state", done=f"The account {number} was deleted.", back=url_for("overview.accounts"))


def _get(path: str) -> Any:
    return bridge().control("GET", path, account=current_account()).content


def _rules() -> list[Json]:
    """Return the rules as they were set."""
    rules: list[dict[str, Json]] = _get("/faults")["rules"]
    return [{name: value for name, value in rule.items() if name not in _COUNTERS} for rule in rules]


def _set_rules(number: int, rules: list[Json], *, done: str) -> ResponseReturnValue:
    return _perform(number, "PUT", "/faults", {"rules": rules}, done=done)


def _set_or_reset(number: int, path: str, name: str, what: str) -> ResponseReturnValue:
    """Set what a field has; use that of the server again if the field is empty."""
    value = _text(name)
    if not value:
        return _perform(number, "DELETE", path, done=f"The account has {what} of the server.")
    return _perform(number, "PUT", path, {name: value}, done=f"The account has {what} {value}.")


def _text(name: str) -> str:
    return request.form.get(name, "").strip()


def _segment(name: str) -> str:
    """Return a name as one segment of a path; the control plane rejects an empty one."""
    return quote(name, safe="")


def _perform(number: int, method: str, path: str, body: Json = None, *, done: str) -> ResponseReturnValue:
    return perform(method, path, body, done=done, back=_back(number))


def _failed(number: int, text: str) -> ResponseReturnValue:
    """Return to the page, and say what is wrong with a form."""
    flash(text, "error")
    return redirect(_back(number), 303)


def _back(number: int) -> str:
    return url_for("instruments.index", number=number)
