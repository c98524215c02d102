"""Describes an operation as JSON: its arguments, result, errors, limits, and how well it is documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .document import Documented
from .results import shortened

# The maximum length of an example of a result, as JSON text.
_LONGEST_EXAMPLE: Final = 4_000


def describe(documented: Documented) -> dict[str, Any]:
    """Return the description of an operation."""
    raw, operation = documented.raw, documented.operation
    made = {
        "operation_id": operation.id,
        "request": f"{operation.method} {operation.path}",
        "access": documented.access.value,
        "summary": raw["summary"],
        "description": raw["description"].strip(),
        "path": _parameters(documented, "path"),
        "query": _parameters(documented, "query"),
        "body": _body(documented),
        "result": _result(documented),
        "errors": {code: _text(each) for code, each in documented.responses.items() if not code.startswith("2")},
        "rate_limit": _rate_limit(documented),
        "documentation": _documentation(raw),
    }
    return {name: value for name, value in made.items() if value not in (None, {}, [])}


def _parameters(documented: Documented, location: str) -> dict[str, Any]:
    return {each["name"]: _parameter(each) for each in documented.at(location)}


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    made = {"description": _text(parameter), **parameter["schema"]}
    marks = {name: parameter[name] for name in ("example", "x-since", "x-until", "x-inferred") if name in parameter}
    return {**made, **marks, "required": bool(parameter.get("required"))}


def _body(documented: Documented) -> dict[str, Any] | None:
    if documented.takes_file:
        command = "use the client or the command workato-embedded"
        return {"note": f"the body is a file, which this server does not send: {command}"}
    if documented.body is None:
        return None
    required = bool(documented.raw["requestBody"].get("required"))
    made = {"required": required, "schema": documented.body, "example": documented.body_example}
    return {name: value for name, value in made.items() if value is not None}


def _result(documented: Documented) -> dict[str, Any]:
    success = documented.success()
    example = success.get("content", {}).get("application/json", {}).get("example")
    made = {"description": _text(success), "example": shortened(example, _LONGEST_EXAMPLE)[0]}
    if documented.operation.secrets and any(documented.operation.secrets.values()):
        made["note"] = "secrets in the result are masked; the command workato-embedded can show them"
    return {name: value for name, value in made.items() if value is not None}


def _rate_limit(documented: Documented) -> str | None:
    limit = documented.operation.rate_limit
    return f"{limit.requests} requests in {limit.seconds:g} seconds, over all customers" if limit else None


def _documentation(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return how well an operation is documented, since when it exists, and what replaces it."""
    provenance = raw["x-provenance"]
    made = {
        "confidence": provenance["confidence"],
        "notes": provenance.get("notes"),
        "since": raw.get("x-since"),
        "until": raw.get("x-until"),
        "deprecated": raw.get("deprecated"),
        "replaced_by": raw.get("x-replaced-by"),
    }
    return {name: value for name, value in made.items() if value}


def _text(value: Mapping[str, Any]) -> str:
    return " ".join(value.get("description", "").split())
