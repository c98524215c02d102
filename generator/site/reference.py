"""The pages of the reference: one for each operation, and one for each resource."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from generator.as_of import SINCE, UNTIL
from generator.bundle import TWINS, Bundle, load_sources
from generator.editions import load_editions
from generator.lint.extensions import RATE_LIMIT
from generator.lint.operations import parameters_of
from generator.provenance import provenance_of
from generator.retirement import retirement
from generator.samples import LANGUAGES, samples
from generator.site.facts import operation_path
from generator.site.fields import Fields
from generator.site.navigation import resource_title

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_BODY = "application/json"


def reference_pages(bundle: Bundle) -> dict[str, str]:
    """Return the Markdown of each page by its path on the site, in the order of the navigation."""
    pages = _Pages(bundle)
    by_resource: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pointer, operation, item in bundle.operations():
        shown = pages.shown(str(pointer[2]), str(pointer[1]), operation, item)
        by_resource[str(operation["x-client"]["resource"])].append(shown)
    found = {"reference/index.md": pages.index(by_resource)}
    for resource, operations in by_resource.items():
        found[f"reference/{resource.replace('.', '/')}/index.md"] = pages.resource(resource, operations)
        for shown in operations:
            found[shown["file"]] = pages.operation(shown)
    return found


class _Pages:
    """Renders the pages."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._known = provenance_of(bundle)
        self._fields = Fields(bundle, self._known)
        self._samples = samples(bundle)
        self._files = {operation["operationId"]: operation_path(operation) for _, operation, _ in bundle.operations()}
        tags = {tag["name"]: tag["description"] for tag in bundle.document["tags"]}
        self._described = tags | bundle.document.get("x-resources", {})
        markdown = MarkdownIt("commonmark", {"html": False})
        environment = Environment(  # noqa: S701 - its texts are Markdown; `html` escapes those in tables
            loader=FileSystemLoader(_TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
        )
        environment.filters["html"] = lambda text: markdown.renderInline(" ".join(str(text).split()))
        environment.filters["resource_title"] = resource_title
        environment.filters["indented"] = lambda text, width: str(text).replace("\n", "\n" + " " * width)
        environment.filters["cell"] = lambda text: " ".join(str(text).split()).replace("|", "\\|")
        environment.globals |= {
            "languages": LANGUAGES,
            "editions": load_editions(bundle.sources.folder),
            "sources": load_sources(bundle.sources.folder),
        }
        self._environment = environment

    def index(self, by_resource: dict[str, list[dict[str, Any]]]) -> str:
        """Return the page of all resources."""
        return self._render("reference.md", by_resource=by_resource, described=self._described)

    def resource(self, name: str, operations: list[dict[str, Any]]) -> str:
        """Return the page of a resource."""
        return self._render("resource.md", name=name, text=self._described.get(name, ""), operations=operations)

    def operation(self, shown: dict[str, Any]) -> str:
        """Return the page of an operation."""
        return self._render("operation.md", **shown)

    def _render(self, template: str, **values: Any) -> str:
        return self._environment.get_template(f"{template}.jinja").render(**values)

    def shown(self, http_method: str, path: str, operation: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        """Return what the page of an operation shows."""
        name = operation["operationId"]
        parameters = parameters_of(self._bundle, operation, item)
        content = self._bundle.resolve(operation.get("requestBody", {})).get("content", {})
        client = operation["x-client"]
        return {
            "id": name,
            "file": self._files[name],
            "http_method": http_method.upper(),
            "path": path,
            "operation": operation,
            "since": operation.get(SINCE, ""),
            "until": operation.get(UNTIL, ""),
            "rate_limit": operation.get(RATE_LIMIT),
            "client_method": f"client.{client['resource']}.{client['method']}",
            "twins": [method.upper() for method in operation.get(TWINS, ())],
            "retirement": retirement(operation, self._bundle.document),
            "successor": self._link(operation.get("x-replaced-by"), self._files[name]),
            "parameters": [(p["in"], self._fields.of_parameter(p)) for p in parameters],
            "body": self._fields.of_schema(content[_BODY]["schema"]) if _BODY in content else [],
            "uploads": [kind for kind in content if kind != _BODY],
            "responses": [self._response(str(status), value) for status, value in operation["responses"].items()],
            "samples": self._samples[name],
            "root": "../" * self._files[name].count("/"),
            "try_it": json.dumps(
                {
                    "method": http_method.upper(),
                    "path": path,
                    "parameters": [
                        {
                            "name": p["name"],
                            "in": p["in"],
                            "required": bool(p.get("required")),
                            "example": p.get("example"),
                        }
                        for p in parameters
                    ],
                    "body": content.get(_BODY, {}).get("example"),
                }
            ).replace("</", "<\\/"),
        }

    def _response(self, status: str, value: dict[str, Any]) -> dict[str, Any]:
        resolved = self._bundle.resolve(value)
        media = resolved.get("content", {}).get(_BODY, {})
        return {
            "status": status,
            "text": resolved["description"],
            "fields": self._fields.of_schema(media["schema"]) if status < "3" and "schema" in media else [],
            "type": self._fields.type_of(media["schema"]) if "schema" in media else "",
            "example": json.dumps(media["example"], indent=2, ensure_ascii=False) if "example" in media else "",
            "messages": resolved.get("x-other-messages", []),
        }

    def _link(self, name: str | None, page: str) -> str:
        return f"[`{name}`]({'../' * page.count('/')}{self._files[name]})" if name in self._files else ""
