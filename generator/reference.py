"""Writes docs/api.md, the list of the client's methods for people, from the facade. Knows no other text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from jinja2 import Environment

from generator.facade import Facade, Resource

REFERENCE = "docs/api.md"
"""Where it lies below the repository's root."""


_TYPES: Final = {
    r"\bI\b": "PackageImport",
    r"\bE\b": "PackageExport",
    r"\bId\b": "int | str",
    r"\bFilePath\b": "str | PathLike[str]",
    r"\bHasDownloadUrl\b": "PackageExport",
    r"\bGenerator\[(.*), None, None\]": r"ContextManager[\1]",
}
"""What the client has in the place of names that the runtime's methods are written with."""


@dataclass(frozen=True)
class Beside:
    """A method that stands on several operations, which the runtime has."""

    name: str
    signature: str
    summary: str
    rest: str


def render_reference(environment: Environment, facade: Facade, extensions: Mapping[str, tuple[str, str]]) -> str:
    """Return docs/api.md. `extensions` are the runtime's module and class by the resource that has their methods."""
    beside = {resource: _beside(module, name) for resource, (module, name) in extensions.items()}
    resources = [(facade.path_of(r), r) for top in facade.resources for r in _downwards(top) if r.methods]
    template = environment.get_template("api.md.jinja")
    return f"{template.render(resources=resources, methods=facade.methods, extensions=beside).rstrip()}\n"


def _downwards(resource: Resource) -> list[Resource]:
    return [resource, *(inner for child in resource.children for inner in _downwards(child))]


def _beside(module: str, name: str) -> list[Beside]:
    """List the public methods of a class of the runtime, in the order in which they are written."""
    functions = vars(getattr(import_module(f"workato_embedded._runtime.{module}"), name)).items()
    return [_method(key, value) for key, value in functions if not key.startswith("_") and callable(value)]


def _method(name: str, function: Callable[..., object]) -> Beside:
    signature = inspect.signature(function)
    summary, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    arguments = list(signature.parameters.values())[1:]
    named = [_argument(p) for p in arguments if p.kind is p.KEYWORD_ONLY]
    told = [*(_argument(p) for p in arguments if p.kind is not p.KEYWORD_ONLY), *(["*", *named] if named else [])]
    return Beside(name, f"({', '.join(told)}) -> {_type(signature.return_annotation)}", summary, rest)


def _argument(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {_type(parameter.annotation)}{default}"


def _type(annotation: str) -> str:
    for pattern, word in _TYPES.items():
        annotation = re.sub(pattern, word, annotation)
    return annotation
