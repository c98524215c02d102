"""Renders docs/api.md, the list of the client's methods, from the facade."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from jinja2 import Environment

from generator.facade import Facade, Resource

# Its path in the repository.
REFERENCE = "docs/api.md"


# Type names of the runtime, and what docs/api.md shows for them.
_TYPES: Final = {
    r"\bI\b": "PackageImport",
    r"\bE\b": "PackageExport",
    r"\bId\b": "int | str",
    r"\bFilePath\b": "str | PathLike[str]",
    r"\bHasDownloadUrl\b": "PackageExport",
    r"\bGenerator\[(.*), None, None\]": r"ContextManager[\1]",
}


@dataclass(frozen=True)
class CompositeMethod:
    """A hand-written method of the runtime that combines several operations."""

    name: str
    signature: str
    summary: str
    rest: str


def render_reference(environment: Environment, facade: Facade, extensions: Mapping[str, tuple[str, str]]) -> str:
    """Return docs/api.md. `extensions` has the runtime's module and class by resource."""
    composites = {resource: _composite_methods(module, name) for resource, (module, name) in extensions.items()}
    resources = [(facade.path_of(r), r) for top in facade.resources for r in _downwards(top) if r.methods]
    template = environment.get_template("api.md.jinja")
    return f"{template.render(resources=resources, methods=facade.methods, extensions=composites).rstrip()}\n"


def _downwards(resource: Resource) -> list[Resource]:
    return [resource, *(inner for child in resource.children for inner in _downwards(child))]


def _composite_methods(module: str, name: str) -> list[CompositeMethod]:
    """List the public methods of a class of the runtime, in source order."""
    functions = vars(getattr(import_module(f"workato_embedded._runtime.{module}"), name)).items()
    return [_method(key, value) for key, value in functions if not key.startswith("_") and callable(value)]


def _method(name: str, function: Callable[..., object]) -> CompositeMethod:
    signature = inspect.signature(function)
    summary, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    arguments = list(signature.parameters.values())[1:]
    named = [_argument(p) for p in arguments if p.kind is p.KEYWORD_ONLY]
    listed = [*(_argument(p) for p in arguments if p.kind is not p.KEYWORD_ONLY), *(["*", *named] if named else [])]
    return CompositeMethod(name, f"({', '.join(listed)}) -> {_type(signature.return_annotation)}", summary, rest)


def _argument(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {_type(parameter.annotation)}{default}"


def _type(annotation: str) -> str:
    for pattern, word in _TYPES.items():
        annotation = re.sub(pattern, word, annotation)
    return annotation
