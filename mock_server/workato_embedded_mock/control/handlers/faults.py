"""Handlers for the faults of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.http.header_fields import HeaderFieldError, header_field
from workato_embedded_mock.instruments.faults import BEFORE
from workato_embedded_mock.plain_json import Json


def get_faults(tools: Tools, namespace: str) -> Json:
    """Return the fault rules of a namespace, and how many requests each matched and hit."""
    rows = tools.faults.rules(namespace)
    return {"rules": [{**row["rule"], "matched": row["matched"], "fired": row["fired"]} for row in rows]}


def put_faults(tools: Tools, namespace: str, body: Json) -> Json:
    """Replace the fault rules of a namespace."""
    for index, rule in enumerate(body["rules"]):
        _check(tools, rule, f"/body/rules/{index}")
    tools.faults.set_rules(namespace, body["rules"])
    return get_faults(tools, namespace)


def delete_faults(tools: Tools, namespace: str) -> Json:
    """Remove all fault rules of a namespace."""
    tools.faults.set_rules(namespace, [])
    return {"rules": []}


def _check(tools: Tools, rule: Json, at: str) -> None:
    operation_id = rule.get("operation_id")
    if operation_id is not None:
        tools.check_operation(operation_id, f"{at}/operation_id")
    for name, value in rule.get("headers", {}).items():
        try:
            header_field(name, value)
        except HeaderFieldError as error:
            raise bad_request(f"{at}/headers", "pattern", str(error)) from error
    kind, status = rule.get("kind"), rule.get("status")
    if kind is None and status is None and not rule.get("latency_ms"):
        raise bad_request(at, "required", "a rule needs a kind, a status or latency_ms")
    if kind in {"timeout", "reset"} and status is not None:
        raise bad_request(f"{at}/status", "not", f"a {kind} has no status, because no response is sent")
    if kind in {"truncate", "malformed"} and rule.get("phase", BEFORE) == BEFORE and status is None:
        text = f"{kind} needs a status, or the phase after, which changes the real response"
        raise bad_request(at, "required", text)
    if status is None:
        for name in ("body", "headers"):
            if name in rule:
                raise bad_request(f"{at}/{name}", "not", f"{name} needs a status")
