"""Parses a bundle with openapi-python-client. Its warnings are errors, because it omits what it warns about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError as Warned
from openapi_python_client.parser.errors import ParseError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty

from generator.bundle import Bundle
from generator.findings import Finding, SpecError


@dataclass(frozen=True)
class Parsed:
    """The parsed document: endpoints by operationId, and models by class name."""

    endpoints: dict[str, Endpoint]
    models: dict[str, ModelProperty]


def parse(bundle: Bundle) -> Parsed:
    """Parse a bundle.

    Raises:
        SpecError: Openapi-python-client warns, or omits an operation without a warning.
    """
    config = Config.from_sources(
        ConfigFile(
            class_overrides=_class_overrides(bundle),
            # Both are bytes. The parser supports only the second one.
            content_type_overrides={"application/zip": "application/octet-stream"},
            literal_enums=True,
            post_hooks=[],
            use_path_prefixes_for_title_model_names=False,
        ),
        MetaType.NONE,
        Path("openapi.json"),
        "utf-8",
        overwrite=True,
        output_path=None,
    )
    data = GeneratorData.from_dict(bundle.document, config=config)
    if isinstance(data, Warned):
        raise SpecError([_finding(bundle, data)])
    collections = data.endpoint_collections_by_tag.values()
    warnings: list[ParseError] = [*data.errors, *(error for tag in collections for error in tag.parse_errors)]
    endpoints = {str(endpoint.name): endpoint for tag in collections for endpoint in tag.endpoints}
    findings = [_finding(bundle, warning) for warning in warnings] + list(_left_out(bundle, endpoints))
    if findings:
        raise SpecError(findings)
    return Parsed(endpoints, {str(model.class_info.name): model for model in data.models})


def _class_overrides(bundle: Bundle) -> dict[str, ClassOverride]:
    """Keep the names of nullable objects, which openapi-python-client would call `NameType0`."""
    schemas = bundle.document["components"]["schemas"]
    nullable = [name for name, schema in schemas.items() if schema.get("nullable") and schema.get("type") == "object"]
    return {f"{name}Type0": ClassOverride(class_name=name) for name in nullable}


def _finding(bundle: Bundle, warning: Warned) -> Finding:
    text = " ".join(part for part in (warning.header, warning.detail) if part)
    first = " ".join(line.strip() for line in text.splitlines() if line.strip())
    for pointer, operation, _ in bundle.operations():
        if f"{str(pointer[2]).upper()} {pointer[1]} within" in first:
            return Finding(bundle.location(pointer), "openapi-python-client", operation["operationId"], first)
    schema = re.search(r"/components/schemas/(\w+)", first)
    pointer = ("components", "schemas", schema.group(1)) if schema else ()
    return Finding(bundle.location(pointer), "openapi-python-client", None, first)


def _left_out(bundle: Bundle, endpoints: dict[str, Endpoint]) -> Iterable[Finding]:
    for pointer, operation, _ in bundle.operations():
        if operation["operationId"] not in endpoints:
            yield bundle.finding("openapi-python-client", pointer, "openapi-python-client omits this operation")
