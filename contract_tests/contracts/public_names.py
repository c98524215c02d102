"""Collect the public names of both packages: what programs, tests and scripts of users rely on.

`python -m contract_tests.contracts.public_names` writes them to `public_names.yaml`, which a test compares to the code.
Models and the methods of resources are not in it: they follow from the spec, and `docs/api.md` lists them.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Generic

import httpx2
import workato_embedded as client
import yaml
from workato_embedded import cli
from workato_embedded.testing import Stub
from workato_embedded_mock import WorkatoMock

from contract_tests.contracts.public_interfaces import interfaces

COMMITTED = Path(__file__).with_name("public_names.yaml")
HEADER = """\
# The public names of both packages, written by `python -m contract_tests.contracts.public_names`.
# A name that changes or goes breaks programs of users: note it in changes/.
"""

# The modules that users import. Where no names are given, `__all__` has them.
MODULES: dict[str, tuple[str, ...]] = {
    "workato_embedded": (),
    "workato_embedded.cli": ("main",),
    "workato_embedded.embedding": (),
    "workato_embedded.testing": (),
    "workato_embedded_mock": (),
    "workato_embedded_mock.app": (),
    "workato_embedded_mock.pytest_plugin": (),
    "workato_embedded_mock.testing": (),
}
# What a namespace of the mock hands to tests; the classes of these have no public name.
INSTRUMENTS = ("clock", "embedding", "faults", "journal", "limits")
# Classes whose objects users get, but do not create.
NOT_CONSTRUCTED = {
    "AsyncPage",
    "AsyncPages",
    "AsyncStreamedResponse",
    "EmbeddedPage",
    "MockApp",
    "Page",
    "RawResponse",
    "StreamedResponse",
    "Unset",
    *(f"WorkatoMock.{instrument}" for instrument in INSTRUMENTS),
}
# Methods of public classes that only the packages themselves call.
INTERNAL = {
    *("APIConnectionError.of", "RateLimiter.release"),
    *("AsyncWorkatoEmbedded.call", "AsyncWorkatoEmbedded.page", "WorkatoEmbedded.call", "WorkatoEmbedded.page"),
}
# Attributes of clients that follow from the spec.
RESOURCES = frozenset(cli.RESOURCES)

_STARS: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
_OURS = ("workato_embedded", "workato_embedded_mock")


def collect() -> dict[str, Any]:
    """Return all public names, as the committed file has them."""
    return {**modules(), **interfaces()}


def modules() -> dict[str, Any]:
    """Return the public names of the modules that users import."""
    return {"modules": {name: dict(_of_module(name)) for name in MODULES}}


def differences(committed: Any, found: Any) -> list[str]:
    """Return a line for each name that only one of two collections has, or that differs."""
    before, after = _flattened(committed), _flattened(found)
    changed = (name for name in before.keys() & after.keys() if before[name] != after[name])
    return sorted(
        [
            *(f"missing: {name}" for name in before.keys() - after.keys()),
            *(f"new: {name}" for name in after.keys() - before.keys()),
            *(f"changed: {name}: {before[name]} became {after[name]}" for name in changed),
        ]
    )


def _flattened(names: Any, path: str = "") -> dict[str, str]:
    if isinstance(names, Mapping):
        pairs = [(str(name), value) for name, value in names.items()]
    elif isinstance(names, list):
        pairs = [(str(name), "") for name in names]
    else:
        return {path: str(names)}
    found = {path: ""} if path else {}
    for name, value in pairs:
        found |= _flattened(value, f"{path}: {name}" if path else name)
    return found


def _of_module(module: str) -> Iterator[tuple[str, Any]]:
    samples = _samples()
    for name in _names_of(module):
        value = getattr(import_module(module), name)
        if (first := _first_module(name, value)) != module:
            yield name, f"that of {first}"
            continue
        yield name, _described(name, value, samples.get(name))
        if name == "WorkatoMock":
            for instrument in INSTRUMENTS:
                value = getattr(samples[name], instrument)
                yield f"{name}.{instrument}", _described(f"{name}.{instrument}", type(value), value)


def _first_module(name: str, value: Any) -> str:
    """Return the first module in which users find an object under a name; it is described only there."""
    return next(
        module for module in MODULES if name in _names_of(module) and getattr(import_module(module), name) is value
    )


def _names_of(module: str) -> list[str]:
    return sorted(MODULES[module] or import_module(module).__all__)


def _samples() -> dict[str, Any]:
    """Return an object of each class that sets public attributes in its constructor."""
    response = httpx2.Response(404, request=httpx2.Request("GET", "https://app.example.com/api/managed_users"))
    return {
        "APIConnectionError": client.APIConnectionError("lost", method="GET", path="/api/managed_users"),
        "APIResponseError": client.APIResponseError("unreadable", response=response),
        "APIStatusError": client.APIStatusError(response=response, body=None),
        "AsyncWorkatoEmbedded": client.AsyncWorkatoEmbedded("token"),
        "PackageError": client.PackageError("lost", package=None),
        "RawResponse": client.RawResponse(response, lambda _: None),
        "Stub": Stub(),
        "WorkatoEmbedded": client.WorkatoEmbedded("token"),
        "WorkatoMock": WorkatoMock("http://127.0.0.1:1", "token"),
    }


def _described(name: str, value: Any, sample: Any) -> Any:
    if inspect.isclass(value):
        return _of_class(name, value, sample)
    if inspect.isfunction(value):
        return _signature(value)
    return "fixture" if type(value).__name__ == "FixtureFunctionDefinition" else "value"


def _of_class(name: str, kind: type, sample: Any) -> dict[str, Any]:
    """Return the names of a class that it does not inherit from public classes."""
    public = {one for module in MODULES for one in _names_of(module)}
    parents = [base for base in kind.__mro__[1:] if base.__name__ in public or _is_foreign(base)]
    inherited = {one for parent in parents for one in _names_in(parent)}
    names = _names_in(kind) | (vars(sample).keys() if hasattr(sample, "__dict__") else set())
    own = sorted(one for one in names - inherited - RESOURCES if not one.startswith("_"))
    own = [one for one in own if f"{name}.{one}" not in INTERNAL]
    methods = {one: _signature(getattr(kind, one)) for one in own if callable(getattr(kind, one, None))}
    found: dict[str, Any] = {"is_a": [parent.__name__ for parent in parents if parent not in (BaseException, Generic)]}
    if name not in NOT_CONSTRUCTED and (signature := _signature(kind)) is not None:
        found["arguments"] = signature
    return {**found, "attributes": [one for one in own if one not in methods], "methods": methods}


def _names_in(kind: type) -> set[str]:
    """Return the names of a class and of all its bases but `object`, annotated ones included."""
    bases = [base for base in kind.__mro__ if base is not object]
    return {name for base in bases for name in (*vars(base), *inspect.get_annotations(base))}


def _is_foreign(kind: type) -> bool:
    return kind.__module__.partition(".")[0] not in _OURS and kind is not object


def _signature(value: Any) -> str | None:
    """Return the parameters of a callable, without types; `=` marks those that have a default."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except ValueError:
        return None
    words: list[str] = []
    for parameter in parameters:
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not any(word.startswith("*") for word in words):
            words.append("*")
        default = "" if parameter.default is inspect.Parameter.empty else "="
        words.append(f"{_STARS.get(parameter.kind, '')}{parameter.name}{default}")
    return f"({', '.join(words)})"


def main() -> None:
    """Write the names that the code has now."""
    text = yaml.safe_dump(collect(), sort_keys=False, width=120, default_flow_style=None)
    COMMITTED.write_text(HEADER + text, "utf-8")
    sys.stdout.write(f"wrote {COMMITTED.name}\n")


if __name__ == "__main__":
    main()
