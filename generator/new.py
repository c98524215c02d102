"""Adds the skeletons of one new operation to the repository, and lists what a person must complete."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.bundle import Bundle, bundle, load_sources
from generator.editions import load_editions
from generator.findings import GeneratorError
from generator.lint import lint
from generator.lint.unfinished import PLACEHOLDER
from generator.scaffold.edits import FileEdits
from generator.scaffold.naming import Names, normalize_path, propose, spec_path, without_conflict
from generator.scaffold.skeleton import PAGINGS, NewOperation, Skeletons
from generator.scaffold.steps import Written, write
from generator.vendor_index import read_index

_REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE) +((?:/(?:[a-z0-9_.-]+|\{[a-z0-9_]+\}))+)/?")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True)
class Options:
    """What the user states about a new operation. None stands for the default.

    Attributes:
        resource: Name of its files in spec/, and of its tag.
        operation: Its operationId.
        client: Its resource and method in the client.
        module: Module of its rule below `resources/` of the mock.
        paging: How its list is paged.
        since: Date of the first edition that has it.
        sources: Ids of its sources.
    """

    resource: str | None = None
    operation: str | None = None
    client: str | None = None
    module: str | None = None
    paging: str = "none"
    since: str | None = None
    sources: Sequence[str] = ()


def add_operation(spec: Bundle, request: str, options: Options) -> Written:
    """Write the skeletons of an operation, such as `GET /managed_users/{managed_user_id}/roles`: all files, or none.

    Raises:
        GeneratorError: An argument is invalid, the operation exists, or a file cannot be written.
    """
    root = spec.sources.folder.parent
    skeletons = Skeletons(spec, FileEdits(root, root))
    new = _checked(request, options, spec, skeletons)
    skeletons.add(new)
    change = f"changes/{new.names.operation.replace('_', '-')}.added.md"
    skeletons.edits.set(change, f"`{new.names.method} {new.names.path}` is in client, command and mock.\n")
    _lint(skeletons.edits, spec)
    return write(skeletons.edits, new.names.operation)


def _checked(request: str, options: Options, spec: Bundle, skeletons: Skeletons) -> NewOperation:
    names = _names(request, options, skeletons)
    if options.paging not in PAGINGS:
        raise GeneratorError(f"invalid --paging {options.paging!r}: expected {', '.join(PAGINGS)}")
    if options.paging != "none" and names.verb != "list":
        raise GeneratorError(f"invalid --paging {options.paging!r}: {names.operation} does not return a list")
    if options.module is not None and not re.fullmatch(rf"{_NAME.pattern}\.{_NAME.pattern}", options.module):
        raise GeneratorError(f"invalid --module {options.module!r}: expected subject.module, such as workspace.roles")
    owner = skeletons.owner(options.module)
    if owner not in (None, names.resource):
        raise GeneratorError(f"invalid --module {options.module!r}: it belongs to the resource {owner}")
    editions = [edition.date for edition in load_editions(spec.sources.folder)]
    if options.since is not None and options.since not in editions:
        raise GeneratorError(
            f"invalid --since {options.since!r}: expected the date of an edition: {', '.join(editions)}"
        )
    known = load_sources(spec.sources.folder)
    for source in options.sources:
        if source not in known:
            raise GeneratorError(f"unknown --source {source!r}: spec/sources/sources.yaml does not list it")
    rows = _rows(spec, names)
    return NewOperation(
        names,
        module=options.module,
        paging=options.paging,
        since=options.since or (None if rows else PLACEHOLDER),
        sources=options.sources or [PLACEHOLDER],
        rows=rows,
    )


def _names(request: str, options: Options, skeletons: Skeletons) -> Names:
    match = _REQUEST.fullmatch(request.strip())
    if match is None:
        raise GeneratorError(f'invalid operation {request!r}: expected "METHOD /path/{{parameter}}"')
    method, path = match[1], spec_path(match[2], skeletons.resources)
    if (method, normalize_path(path)) in skeletons.routes:
        raise GeneratorError(f"{method} {path} is in the spec already")
    names = propose(method, path, skeletons.resources, skeletons.operations)
    for option in ("resource", "operation"):
        value = getattr(options, option)
        if value is not None and not _NAME.fullmatch(value):
            raise GeneratorError(f"invalid --{option} {value!r}: expected a name in snake_case")
    if options.operation in skeletons.operations:
        raise GeneratorError(f"invalid --operation {options.operation!r}: there is an operation of this name")
    resource = options.resource or names.resource
    names = replace(
        names,
        resource=resource,
        operation=options.operation or names.operation,
        client=options.client or f"{resource}.{names.verb}",
    )
    if options.client is None:
        return without_conflict(names, skeletons.client_names)
    if not re.fullmatch(rf"{_NAME.pattern}(?:\.{_NAME.pattern})+", options.client):
        raise GeneratorError(f"invalid --client {options.client!r}: expected resource.method, such as roles.list")
    if options.client in skeletons.client_names:
        raise GeneratorError(f"invalid --client {options.client!r}: the client has this name already")
    return names


def _rows(spec: Bundle, names: Names) -> list[str]:
    """Return the rows of the newest index that list an operation."""
    return [
        f"{row['method']} {row['path_in_index']}"
        for row in read_index(spec.sources.folder)
        if (row["method_correct"], normalize_path(row["path_correct"])) == (names.method, normalize_path(names.path))
    ]


def _lint(edits: FileEdits, spec: Bundle) -> None:
    """Check the spec as it will be, in a temporary copy."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(spec.sources.folder, Path(folder) / "spec")
        for path in edits.paths:
            if path.startswith("spec/"):
                (Path(folder) / path).write_text(edits.get(path), encoding="utf-8")
        lint(bundle(Path(folder) / "spec"))
