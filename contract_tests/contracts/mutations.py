"""The mutations: deliberate defects, each with the check that must report it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from workato_embedded import ConflictError
from workato_embedded._runtime import errors as client_errors
from workato_embedded._runtime.call import Call
from workato_embedded.resources import managed_users
from workato_embedded_mock.errors import NotFoundError
from workato_embedded_mock.http import error_responses
from workato_embedded_mock.http.auth import BearerAuth, Caller
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import Rule

from contract_tests.contracts.completeness import check_completeness
from contract_tests.contracts.generated_files import check_generated_files
from contract_tests.contracts.modified_target import changed, copy_document, modified_target
from contract_tests.contracts.responses import DocumentedResponse
from contract_tests.contracts.triangle import check_response


@dataclass(frozen=True)
class Workspace:
    """What a mutation may change: attributes, which are restored, and a copy of spec and client."""

    patch: pytest.MonkeyPatch
    root: Path | None = None


@dataclass(frozen=True)
class Mutation:
    """One deliberate defect.

    Attributes:
        kind: The kind of defect.
        change: What is changed.
        check: The name of the check that must report it.
        run: Runs the check with the defect.
        run_unmodified: Runs the check without the defect.
        needs_root: Whether a copy of spec and client is needed.
    """

    kind: str
    change: str
    check: str
    run: Callable[[Workspace], object]
    run_unmodified: Callable[[Workspace], object]
    needs_root: bool = False


KNOWN_TOKENS = ("known",)


def _check(expected: DocumentedResponse, **modified: Any) -> None:
    with modified_target(**modified) as target:
        check_response(expected, target)


@functools.cache
def _check_unmodified(expected: DocumentedResponse) -> None:
    _check(expected, tokens=KNOWN_TOKENS if expected.status == 401 else ())


def _triangle(
    kind: str, change: str, expected: DocumentedResponse, run: Callable[[Workspace, DocumentedResponse], object]
) -> Mutation:
    return Mutation(
        kind,
        change,
        "triangle.check_response",
        lambda workspace: run(workspace, expected),
        lambda _workspace: _check_unmodified(expected),
    )


def _without_rule(_workspace: Workspace, expected: DocumentedResponse) -> None:
    _check(expected, rules={name: rule for name, rule in all_rules().items() if name != expected.operation_id})


def _without_path(_workspace: Workspace, expected: DocumentedResponse) -> None:
    document = copy_document()
    del document["paths"]["/managed_users/usage"]
    _check(expected, mock_document=document, rules=_rules_but(expected.operation_id))


def _rules_but(operation_id: str) -> dict[str, Rule]:
    return {name: rule for name, rule in all_rules().items() if name != operation_id}


def _other_type(_workspace: Workspace, expected: DocumentedResponse) -> None:
    path = ("components", "schemas", "ManagedUser", "properties", "in_trial", "type")
    _check(expected, document=changed(copy_document(), *path, to="string"))


def _other_error(workspace: Workspace, expected: DocumentedResponse) -> None:
    workspace.patch.setitem(error_responses.ERROR_RESPONSES, NotFoundError, (404, b'{"message":"No such thing"}'))
    _check(expected)


def _other_documented_error(_workspace: Workspace, expected: DocumentedResponse) -> None:
    path = ("components", "responses", "NotFound", "content", "application/json", "example", "message")
    _check(expected, document=changed(copy_document(), *path, to="No such thing"))


def _edited(workspace: Workspace) -> None:
    assert workspace.root is not None
    module = workspace.root / "generated_client/workato_embedded/_client.py"
    module.write_text(module.read_text("utf-8").replace("class ", "class  ", 1), "utf-8")
    check_generated_files(workspace.root)


def _unedited(workspace: Workspace) -> None:
    assert workspace.root is not None
    check_generated_files(workspace.root)


def _dropped_by_client(workspace: Workspace, expected: DocumentedResponse) -> None:
    def without_name(body: dict[str, Any], **others: Any) -> Call:
        return Call(body={key: value for key, value in body.items() if key != "name"}, **others)

    workspace.patch.setattr(managed_users, "Call", without_name)
    _check(expected)


def _dropped_by_mock(_workspace: Workspace, expected: DocumentedResponse) -> None:
    _check(
        expected, rules=_wrapped(expected.operation_id, lambda body: {k: v for k, v in body.items() if k != "plan_id"})
    )


def _other_envelope(_workspace: Workspace, expected: DocumentedResponse) -> None:
    _check(expected, rules=_wrapped(expected.operation_id, lambda body: {"items": body["result"]}))


def _other_documented_envelope(_workspace: Workspace, expected: DocumentedResponse) -> None:
    path = ("paths", "/managed_users/{managed_user_id}/connections", "get", "x-envelope")
    _check(expected, document=changed(copy_document(), *path, to="items"))


def _wrapped(operation_id: str, change: Callable[[Any], Any]) -> dict[str, Rule]:
    """Return all rules, with one whose response is changed."""
    rule = all_rules()[operation_id]

    @functools.wraps(rule)
    def other(*given: Any, **named: Any) -> Any:
        return change(rule(*given, **named))

    return {**all_rules(), operation_id: other}


def _more_statuses(_workspace: Workspace) -> None:
    path = ("paths", "/managed_users/{managed_user_id}/folders", "get", "responses", "409")
    check_completeness(changed(copy_document(), *path, to={"$ref": "#/components/responses/BadRequest"}))


def _another_success(_workspace: Workspace, expected: DocumentedResponse) -> None:
    document = copy_document()
    responses = document["paths"]["/managed_users/{managed_user_id}/folders"]["post"]["responses"]
    responses["201"] = responses.pop("200")
    _check(expected, mock_document=document)


def _no_tokens(_workspace: Workspace, expected: DocumentedResponse) -> None:
    _check(expected)


def _no_authentication(workspace: Workspace, expected: DocumentedResponse) -> None:
    workspace.patch.setattr(BearerAuth, "authenticate", lambda _auth, _scope, _operation_id: Caller("default"))
    _check(expected, tokens=KNOWN_TOKENS)


def _other_exception(workspace: Workspace, expected: DocumentedResponse) -> None:
    workspace.patch.setitem(client_errors._BY_STATUS, 404, ConflictError)
    _check(expected)


MUTATIONS = [
    _triangle(
        "an operation removed from the mock",
        "`get_member` has no rule",
        DocumentedResponse("get_member", 200),
        _without_rule,
    ),
    _triangle(
        "an operation removed from the mock",
        "`get_task_usage` is not in the mock's document",
        DocumentedResponse("get_task_usage", 200),
        _without_path,
    ),
    _triangle(
        "a field's type changed in the spec",
        "`ManagedUser.in_trial` is a string",
        DocumentedResponse("get_managed_user", 200),
        _other_type,
    ),
    _triangle(
        "an error body altered",
        "the mock's 404 has another message",
        DocumentedResponse("get_member", 404),
        _other_error,
    ),
    _triangle(
        "an error body altered",
        "the document's 404 has another message",
        DocumentedResponse("get_member", 404),
        _other_documented_error,
    ),
    Mutation(
        "a generated file edited",
        "an extra blank in `_client.py`",
        "generated_files.check_generated_files",
        _edited,
        _unedited,
        needs_root=True,
    ),
    _triangle(
        "a required field dropped by the client",
        "`managed_users.create` does not send `name`",
        DocumentedResponse("create_managed_user", 200),
        _dropped_by_client,
    ),
    _triangle(
        "a required field dropped by the mock",
        "`get_managed_user` lacks `plan_id`",
        DocumentedResponse("get_managed_user", 200),
        _dropped_by_mock,
    ),
    _triangle(
        "an envelope changed",
        "the mock's `list_connections` returns `items` for `result`",
        DocumentedResponse("list_connections", 200),
        _other_envelope,
    ),
    _triangle(
        "an envelope changed",
        "the document's `list_connections` has `items` for `result`",
        DocumentedResponse("list_connections", 200),
        _other_documented_envelope,
    ),
    Mutation(
        "a status added",
        "the document gives `list_folders` a 409",
        "completeness.check_completeness",
        _more_statuses,
        lambda _workspace: check_completeness(),
    ),
    _triangle(
        "a status changed",
        "the mock's `create_folder` returns 201",
        DocumentedResponse("create_folder", 200),
        _another_success,
    ),
    _triangle(
        "auth ignored", "the mock accepts every token", DocumentedResponse("list_managed_users", 401), _no_tokens
    ),
    _triangle(
        "auth ignored", "the mock needs no token", DocumentedResponse("list_managed_users", 401), _no_authentication
    ),
    _triangle(
        "an exception of the client changed",
        "a 404 raises `ConflictError`",
        DocumentedResponse("get_member", 404),
        _other_exception,
    ),
]
