"""Renders the generated part of the client, as text by path. Writes no files of the repository."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from workato_embedded._runtime import errors as runtime_errors

from generator.bundle import BANNER, Bundle
from generator.explain import anchor, raised, result, type_text
from generator.facade import Facade, Method, ModelClass
from generator.findings import GeneratorError
from generator.formatting import formatted
from generator.publish import CLIENT
from generator.reference import REFERENCE, render_reference
from generator.secret_fields import secret_headers

HERE = Path(__file__).parent
TYPING = "contract_tests/client/typing/every_method.py"
_LINE = 120
_CONTENT_TYPES = (
    "Pass bytes, a path, a file opened in binary mode, or an iterable of bytes. All but bytes are sent in chunks,"
    " without loading the file into memory as a whole."
)
_CONFIDENCE = {
    "documented": "documented by the vendor",
    "partly": "documented in part, the rest inferred",
    "inferred": "inferred",
}
# The extensions of resources: a module of the runtime and a class in it. The class for asyncio has the prefix
# `Async`.
_EXTENSIONS = {"packages": ("package_files", "PackageFiles")}
# The same for the command line: a module of `_runtime.cli` and its composite commands.
_COMPOSITES = {"jobs": ("tail_command", "JOB_COMMANDS"), "packages": ("package_commands", "PACKAGE_COMMANDS")}
# The public names of the runtime, without the errors.
_PUBLIC_RUNTIME = {
    "auth": ["BearerAuth", "LegacyAuth"],
    "events": ["FailureEvent", "RequestEvent", "ResponseEvent", "RetryEvent"],
    "options": ["RequestOptions"],
    "rate_limiting": ["RateLimit", "RateLimiter"],
    "paging": ["AsyncPage", "AsyncPages", "Page"],
    "raw": ["AsyncStreamedResponse", "RawResponse", "StreamedResponse"],
    "reasons": ["Reason"],
    "spec": ["spec_path"],
    "unset": ["UNSET", "Unset"],
    "uploads": ["AsyncFileContent", "FileContent"],
}


def render_client(bundle: Bundle, facade: Facade, version: str) -> dict[str, str]:
    """Return the whole client, formatted, as text by path below the repository's root. `version` is the package's.

    Raises:
        GeneratorError: Ruff reports an error in the generated code.
    """
    files = {f"{CLIENT}/{path}": f"# {BANNER}\n{text}" for path, text in _generated(bundle, facade, version).items()}
    environment = _environment(facade)
    methods = [(facade.resource_of[method.operation_id], method) for method in facade.methods]
    files[TYPING] = f"# {BANNER}\n{environment.get_template('typing.py.jinja').render(methods=methods)}"
    files_made = {**formatted(files, line_length=_LINE), f"{CLIENT}/py.typed": ""}
    return {**files_made, REFERENCE: render_reference(environment, facade, _EXTENSIONS)}


def _generated(bundle: Bundle, facade: Facade, version: str) -> dict[str, str]:
    environment = _environment(facade)
    modules = _by_module(facade.models)
    centers = {server["x-data-center"]: server["url"] for server in bundle.document["servers"]}

    def fill(template: str, **values: Any) -> str:
        return environment.get_template(template).render(**values)

    files = {
        "__init__.py": fill("init.py.jinja", runtime=_runtime_names(), public=_public_names()),
        "_client.py": fill("client.py.jinja", resources=facade.resources, data_centers=list(centers)),
        "_metadata.py": fill(
            "metadata.py.jinja",
            version=version,
            spec_version=bundle.document["info"]["version"],
            spec_sha256=bundle.sha256,
            data_centers=centers,
            secret_names=bundle.document["x-secret-names"],
            secret_patterns=bundle.document["x-secret-patterns"],
            secret_headers=secret_headers(bundle),
        ),
        "_operations/__init__.py": '"""Each operation as data: one module per resource."""\n',
        "_operations/index.py": fill(
            "operations_index.py.jinja",
            resources=facade.resources,
            methods=facade.methods,
            modules={operation: resource.partition(".")[0] for operation, resource in facade.resource_of.items()},
        ),
        "cli.py": fill("cli.py.jinja", resources=facade.resources),
        "_commands/__init__.py": '"""The commands of each resource, as data: one module per resource."""\n',
        "models/__init__.py": fill(
            "models_init.py.jinja",
            modules={module: [n for m in models for n in m.names] for module, models in modules.items()},
            names=sorted(name for model in facade.models for name in model.names),
        ),
        "resources/__init__.py": '"""The resources of the client."""\n',
    }
    for module, models in modules.items():
        imports = _imports(module, modules)
        files[f"models/{module}.py"] = fill("models.py.jinja", module=module, models=models, imports=imports)
    extensions = _extensions(facade)
    for resource in facade.resources:
        used = {name for r in resource.family() for method in r.methods for name in method.models}
        imports = _names_by_module(used, modules)
        files[f"resources/{resource.name}.py"] = fill(
            "resource.py.jinja", resource=resource, model_imports=imports, extensions=extensions
        )
        files[f"_commands/{resource.name}.py"] = fill("commands.py.jinja", resource=resource, composites=_COMPOSITES)
        files[f"_operations/{resource.name}.py"] = fill("operations.py.jinja", resource=resource)
    return files


def _extensions(facade: Facade) -> dict[str, dict[str, str]]:
    """Return the extension of each resource class by its name. Raises GeneratorError if a resource does not exist."""
    members = {member.name: member for resource in facade.resources for member in resource.family()}
    if unknown := _EXTENSIONS.keys() - members.keys():
        raise GeneratorError(f"_EXTENSIONS names resources that the spec does not have: {', '.join(sorted(unknown))}")
    return {members[name].class_name: {"module": m, "name": c} for name, (m, c) in _EXTENSIONS.items()}


def _environment(facade: Facade) -> Environment:
    environment = Environment(  # noqa: S701 - it writes Python, not HTML; texts go through `prose` and `literal`
        loader=FileSystemLoader(HERE / "templates"), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    names = [model.name for model in facade.models]
    pattern = re.compile(rf"\b({'|'.join(names)})\b")
    environment.globals["confidence"] = _CONFIDENCE
    environment.filters.update(
        raised=raised,
        result=partial(result, facade),
        type_text=type_text,
        anchor=partial(anchor, facade),
        paragraphs=lambda text: "\n\n".join(" ".join(part.split()) for part in str(text).split("\n\n")),
        meaning=lambda a: f"{a.description} {_CONTENT_TYPES}" if a.location == "content" else a.description,
        cell=lambda text: str(text).replace("|", "\\|"),
        twins=lambda method: f" The API takes {' and '.join(method.twins)} too." if method.twins else "",
        sentence=lambda text: f"{text[:1].upper()}{text[1:]}",
        signature=_signature,
        line=lambda text: " ".join(str(text).split()),
        in_models=lambda code: pattern.sub(r"models.\1", code).replace("builtins.", ""),
        literal=_literal,
        prose=_prose,
        returns=_returns,
    )
    return environment


def _literal(value: Any) -> str:
    return (
        f'"{value}"' if isinstance(value, str) and value.isprintable() and not set(value) & {'"', "\\"} else repr(value)
    )


def _prose(text: str, indent: int, hang: int = 0) -> str:
    """Escape and wrap text for a docstring that is indented by `indent` columns.

    Lines after the first are indented by `hang` columns more.
    """
    escaped = str(text).strip().replace("\\", "\\\\").replace('"""', '\\"""')
    paragraphs = [" ".join(paragraph.split()) for paragraph in escaped.split("\n\n")]
    lines = [textwrap.wrap(paragraph, _LINE - indent - hang - 4, break_long_words=False) for paragraph in paragraphs]
    return f"\n\n{' ' * hang}".join(f"\n{' ' * hang}".join(paragraph) for paragraph in lines)


def _returns(method: Method, is_async: bool) -> str:
    if method.paging is None:
        return method.result
    return f"{'AsyncPages' if is_async else 'Page'}[{method.item}]"


def _signature(method: Method) -> str:
    """Return the arguments of a method in short form: positional arguments first, then keyword arguments."""
    named = [a.python_name if a.required else f"{a.python_name}=…" for a in method.arguments if a.location != "path"]
    return ", ".join([a.python_name for a in method.arguments_in("path")] + (["*", *named] if named else []))


def _by_module(models: list[ModelClass]) -> dict[str, list[ModelClass]]:
    """Group models by the file of their schema. Within a group, a model follows those that it uses."""
    grouped: dict[str, list[ModelClass]] = defaultdict(list)
    known = {model.name: model for model in models}

    def add_after_used(model: ModelClass) -> None:
        if model not in grouped[model.module]:
            for name in sorted(model.uses - {model.name}):
                add_after_used(known[name])
            grouped[model.module].append(model)

    for model in models:
        add_after_used(model)
    return dict(sorted(grouped.items()))


def _imports(module: str, modules: dict[str, list[ModelClass]]) -> dict[str, list[str]]:
    used = {name for model in modules[module] for name in model.uses}
    return {other: names for other, names in _names_by_module(used, modules).items() if other != module}


def _names_by_module(used: set[str], modules: dict[str, list[ModelClass]]) -> dict[str, list[str]]:
    """Return the names of some models by module."""
    found = {module: sorted(used & {m.name for m in models}) for module, models in modules.items()}
    return {module: names for module, names in found.items() if names}


def _error_names() -> list[str]:
    root = runtime_errors.WorkatoEmbeddedError
    classes = [value for value in vars(runtime_errors).values() if isinstance(value, type) and issubclass(value, root)]
    return sorted(error.__name__ for error in classes)


def _runtime_names() -> dict[str, list[str]]:
    return {**_PUBLIC_RUNTIME, "errors": _error_names()}


def _public_names() -> list[str]:
    own = ["AsyncWorkatoEmbedded", "DATA_CENTERS", "SPEC_VERSION", "WorkatoEmbedded", "__version__", "models"]
    return sorted([*own, *(name for names in _runtime_names().values() for name in names)])
