"""Adds the information of `x-` keys to the descriptions of a copy of the document, for the reference."""

from __future__ import annotations

import copy
from typing import Any

from generator.bundle import METHODS, Bundle, load_sources
from generator.provenance import Provenance

_PROVENANCE = {
    "documented": "**Provenance: documented** by the vendor.",
    "partly": "**Provenance: documented in part**, the rest is inferred.",
    "inferred": "**Provenance: inferred.** Not documented by the vendor.",
}


def annotated(bundle: Bundle, known: Provenance) -> dict[str, Any]:
    """Return a copy of the document whose descriptions include the confidence of each operation and property."""
    document = copy.deepcopy(bundle.document)
    titles = {name: source["title"] for name, source in load_sources(bundle.sources.folder).items()}
    for tag in document["tags"]:
        tag["x-displayName"] = tag["name"].replace("_", " ").capitalize()
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                item[method]["description"] = _operation_text(item[method], titles)
    for name, schema in document["components"]["schemas"].items():
        if "x-inferred" in schema:
            schema["description"] += f"\n\n{_inferred(schema)}"
        for key, prop in schema.get("properties", {}).items():
            if "$ref" not in prop:
                prop["description"] += f"\n\n{_property_text(prop, known.properties[name, key])}"
    return document


def _operation_text(operation: dict[str, Any], titles: dict[str, str]) -> str:
    provenance = operation["x-provenance"]
    lines = [operation["description"].strip(), "", *_dates(operation), _PROVENANCE[provenance["confidence"]], ""]
    lines += [f"- {note}" for note in provenance["notes"]]
    lines += [""]
    if "x-rate-limit" in operation:
        limit = operation["x-rate-limit"]
        since = f" (since {limit['x-since']})" if "x-since" in limit else ""
        lines += [f"Limit: {limit['requests']} requests in {limit['seconds']} seconds{since}.", ""]
    lines += ["Sources: " + "; ".join(titles[source] for source in provenance["sources"]) + "."]
    if "recorded" in provenance:
        lines += ["", "Recorded responses: " + "; ".join(titles[source] for source in provenance["recorded"]) + "."]
    client = operation["x-client"]
    lines += ["", f"Python client: `client.{client['resource']}.{client['method']}(...)`"]
    return "\n".join(lines)


def _dates(operation: dict[str, Any]) -> list[str]:
    """Return since when an operation exists, when it ends, and which one replaces it."""
    said = [
        f"{word} {operation[key]}."
        for key, word in (("x-since", "Since"), ("x-until", "Gone since"), ("x-replaced-by", "Use instead:"))
        if key in operation
    ]
    return [" ".join(said), ""] if said else []


def _property_text(prop: dict[str, Any], confidence: str) -> str:
    since = f" Since {prop['x-since']}." if "x-since" in prop else ""
    until = f" Gone since {prop['x-until']}." if "x-until" in prop else ""
    return (_inferred(prop) if confidence == "inferred" else _PROVENANCE[confidence]) + since + until


def _inferred(schema: dict[str, Any]) -> str:
    return (
        f"**Provenance: inferred.** {_sentence(schema['x-inferred'])}."
        if "x-inferred" in schema
        else _PROVENANCE["inferred"]
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
