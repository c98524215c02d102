"""Turns the fields of forms into bodies of requests to the control plane, which checks what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from workato_embedded_mock.plain_json import Json, JsonError, read_json


class FormError(Exception):
    """A field of a form has no form that a request can have."""


def number_of(form: Mapping[str, str], name: str, what: str) -> float | int:
    """Return a number of a form.

    Raises:
        FormError: It is missing or not a number.
    """
    text = form.get(name, "").strip()
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError as error:
        raise FormError(f"{what} is {text!r}: expected a number") from error


def clock_change(form: Mapping[str, str]) -> dict[str, Json]:
    """Return how a clock is to change: the action is advance, set, freeze or resume.

    Raises:
        FormError: The action is unknown, or the number of seconds is malformed.
    """
    action = form.get("action", "")
    if action == "advance":
        return {"advance_seconds": number_of(form, "seconds", "the number of seconds")}
    if action == "set":
        return {"now": form.get("now", "").strip()}
    if action not in ("freeze", "resume"):
        raise FormError(f"unknown action {action!r}: expected advance, set, freeze, resume or reset")
    return {"frozen": action == "freeze"}


def fault_rule(form: Mapping[str, str]) -> dict[str, Json]:
    """Return the rule of a fault; fields that are empty are left out.

    Raises:
        FormError: A number, a JSON value or a line of the headers is malformed.
    """
    texts = {name: form.get(name, "").strip() for name in ("operation_id", "phase", "kind")}
    numbers = {
        name: number_of(form, name, name)
        for name in ("status", "latency_ms", "times", "skip", "probability", "seed")
        if form.get(name, "").strip()
    }
    match = {"path": form.get("match_path", "").strip(), "body": _json(form, "match_body")}
    more = {
        "body": _json(form, "body"),
        "headers": _headers(form.get("headers", "")),
        "match": {name: value for name, value in match.items() if value not in (None, "")},
    }
    return {name: value for name, value in {**texts, **numbers, **more}.items() if value not in (None, "", {})}


def job_options(form: Mapping[str, str]) -> dict[str, Json]:
    """Return the options of a run of a recipe.

    Raises:
        FormError: A number is malformed.
    """
    options: dict[str, Json] = {
        "managed_user_id": form.get("managed_user_id", "").strip(),
        "recipe_id": number_of(form, "recipe_id", "the id of the recipe"),
        "status": form.get("status", "").strip() or "succeeded",
    }
    if form.get("count", "").strip():
        options["count"] = number_of(form, "count", "the number of jobs")
    if form.get("error", "").strip():
        options["error"] = form["error"].strip()
    if form.get("is_test"):
        options["is_test"] = True
    return options


def _json(form: Mapping[str, str], name: str) -> Json:
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return read_json(text.encode())
    except JsonError as error:
        raise FormError(f"{name} is {error}") from error


def _headers(text: str) -> dict[str, str]:
    headers = {}
    for line in filter(str.strip, text.splitlines()):
        name, colon, value = line.partition(":")
        if not colon:
            raise FormError(f"the line {line.strip()!r} of headers is not Name: value")
        headers[name.strip()] = value.strip()
    return headers
