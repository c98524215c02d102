"""Adds the information of `x-` keys to the descriptions of a copy of the document, for the reference."""

from __future__ import annotations

import copy
from typing import Any

from generator.bundle import METHODS, TWINS, Bundle, load_sources
from generator.provenance import Provenance
from generator.retirement import has_ended, retirement

_PROVENANCE = {
    "documented": "**Provenance: documented** by the vendor.",
    "partly": "**Provenance: documented in part**, the rest is inferred.",
    "inferred": "**Provenance: inferred.** Not documented by the vendor.",
}


def annotated(bundle: Bundle, known: Provenance) -> dict[str, Any]:
    """Return a copy of the document whose descriptions include the confidence of each operation and property."""
    document = copy.deepcopy(bundle.document)
    clients = {operation["operationId"]: _client_method(operation) for _, operation, _ in bundle.operations()}
    titles = {name: source["title"] for name, source in load_sources(bundle.sources.folder).items()}
    for tag in document["tags"]:
        tag["x-displayName"] = tag["name"].replace("_", " ").capitalize()
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                item[method]["description"] = _operation_text(item[method], document, titles, clients)
    for name, schema in document["components"]["schemas"].items():
        if "x-inferred" in schema:
            schema["description"] += f"\n\n{_inferred(schema)}"
        for key, prop in schema.get("properties", {}).items():
            if "$ref" not in prop:
                prop["description"] += f"\n\n{_property_text(prop, document, known.properties[name, key])}"
    return document


def _operation_text(
    operation: dict[str, Any], document: dict[str, Any], titles: dict[str, str], clients: dict[str, str]
) -> str:
    provenance = operation["x-provenance"]
    lines = [*_retirement(operation, document, clients), operation["description"].strip(), ""]
    lines += [f"The API takes {' and '.join(map(str.upper, operation[TWINS]))} too.", ""] if TWINS in operation else []
    lines += [f"Since {operation['x-since']}.", ""] if "x-since" in operation else []
    lines += [_PROVENANCE[provenance["confidence"]], ""]
    lines += [f"- {note}" for note in provenance["notes"]]
    lines += [""]
    if "x-rate-limit" in operation:
        limit = operation["x-rate-limit"]
        since = f" (since {limit['x-since']})" if "x-since" in limit else ""
        lines += [f"Limit: {limit['requests']} requests in {limit['seconds']} seconds{since}.", ""]
    lines += ["Sources: " + "; ".join(titles[source] for source in provenance["sources"]) + "."]
    if "recorded" in provenance:
        lines += ["", "Recorded responses: " + "; ".join(titles[source] for source in provenance["recorded"]) + "."]
    lines += ["", f"Python client: `{_client_method(operation)}(...)`"]
    return "\n".join(lines)


def _client_method(operation: dict[str, Any]) -> str:
    client = operation["x-client"]
    return f"client.{client['resource']}.{client['method']}"


def _retirement(operation: dict[str, Any], document: dict[str, Any], clients: dict[str, str]) -> list[str]:
    """Return that an operation is deprecated or retired, and what replaces it if the edition has that."""
    text = retirement(operation, document)
    successor = operation.get("x-replaced-by")
    use = f"; use `{successor}` (`{clients[successor]}`)" if successor in clients else ""
    return [f"**{_sentence(text)}{use}.**", ""] if text else []


def _property_text(prop: dict[str, Any], document: dict[str, Any], confidence: str) -> str:
    since = f" Since {prop['x-since']}." if "x-since" in prop else ""
    ends = "Gone since" if has_ended(prop, document) else "Ends on"
    until = f" {ends} {prop['x-until']}." if "x-until" in prop else ""
    return (_inferred(prop) if confidence == "inferred" else _PROVENANCE[confidence]) + since + until


def _inferred(schema: dict[str, Any]) -> str:
    return (
        f"**Provenance: inferred.** {_sentence(schema['x-inferred'])}."
        if "x-inferred" in schema
        else _PROVENANCE["inferred"]
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
