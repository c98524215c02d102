"""The mutations: what is broken, and the gate that must report it."""

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
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import Rule

from contract_tests.contracts.completeness import hold_complete
from contract_tests.contracts.generated_files import hold_generated
from contract_tests.contracts.modified_target import changed, copied, world
from contract_tests.contracts.responses import Answer
from contract_tests.contracts.triangle import hold


@dataclass(frozen=True)
class Bench:
    """What a mutation may work on: patches that are undone, and a copy of spec and client."""

    patch: pytest.MonkeyPatch
    root: Path | None = None


@dataclass(frozen=True)
class Mutation:
    """One thing that is broken.

    Attributes:
        kind: What is broken, in general.
        change: What is changed here.
        gate: The gate that must report it, by its name.
        try_out: Runs the gate on what is broken.
        sound: Runs the gate on the same thing unbroken.
        needs_root: Whether a copy of spec and client is needed.
    """

    kind: str
    change: str
    gate: str
    try_out: Callable[[Bench], object]
    sound: Callable[[Bench], object]
    needs_root: bool = False


GUARDED = ("known",)


def _held(answer: Answer, **tampered: Any) -> None:
    with world(**tampered) as made:
        hold(answer, made)


@functools.cache
def _sound(answer: Answer) -> None:
    _held(answer, tokens=GUARDED if answer.status == 401 else ())


def _triangle(kind: str, change: str, answer: Answer, try_out: Callable[[Bench, Answer], object]) -> Mutation:
    return Mutation(kind, change, "triangle.hold", lambda bench: try_out(bench, answer), lambda _bench: _sound(answer))


def _without_rule(_bench: Bench, answer: Answer) -> None:
    _held(answer, rules={name: rule for name, rule in all_rules().items() if name != answer.operation_id})


def _without_path(_bench: Bench, answer: Answer) -> None:
    document = copied()
    del document["paths"]["/managed_users/usage"]
    _held(answer, mock_document=document, rules=_rules_but(answer.operation_id))


def _rules_but(operation_id: str) -> dict[str, Rule]:
    return {name: rule for name, rule in all_rules().items() if name != operation_id}


def _other_type(_bench: Bench, answer: Answer) -> None:
    path = ("components", "schemas", "ManagedUser", "properties", "in_trial", "type")
    _held(answer, document=changed(copied(), *path, to="string"))


def _other_error(bench: Bench, answer: Answer) -> None:
    bench.patch.setitem(error_responses.ERROR_RESPONSES, NotFoundError, (404, b'{"message":"No such thing"}'))
    _held(answer)


def _other_documented_error(_bench: Bench, answer: Answer) -> None:
    path = ("components", "responses", "NotFound", "content", "application/json", "example", "message")
    _held(answer, document=changed(copied(), *path, to="No such thing"))


def _edited(bench: Bench) -> None:
    assert bench.root is not None
    module = bench.root / "generated_client/workato_embedded/_client.py"
    module.write_text(module.read_text("utf-8").replace("class ", "class  ", 1), "utf-8")
    hold_generated(bench.root)


def _unedited(bench: Bench) -> None:
    assert bench.root is not None
    hold_generated(bench.root)


def _dropped_by_client(bench: Bench, answer: Answer) -> None:
    def without_name(body: dict[str, Any], **others: Any) -> Call:
        return Call(body={key: value for key, value in body.items() if key != "name"}, **others)

    bench.patch.setattr(managed_users, "Call", without_name)
    _held(answer)


def _dropped_by_mock(_bench: Bench, answer: Answer) -> None:
    _held(answer, rules=_wrapped(answer.operation_id, lambda body: {k: v for k, v in body.items() if k != "plan_id"}))


def _other_envelope(_bench: Bench, answer: Answer) -> None:
    _held(answer, rules=_wrapped(answer.operation_id, lambda body: {"items": body["result"]}))


def _other_documented_envelope(_bench: Bench, answer: Answer) -> None:
    path = ("paths", "/managed_users/{managed_user_id}/connections", "get", "x-envelope")
    _held(answer, document=changed(copied(), *path, to="items"))


def _wrapped(operation_id: str, change: Callable[[Any], Any]) -> dict[str, Rule]:
    """Return all rules, of which one answers something else."""
    rule = all_rules()[operation_id]

    @functools.wraps(rule)
    def other(*given: Any, **named: Any) -> Any:
        return change(rule(*given, **named))

    return {**all_rules(), operation_id: other}


def _more_statuses(_bench: Bench) -> None:
    path = ("paths", "/managed_users/{managed_user_id}/folders", "get", "responses", "409")
    hold_complete(changed(copied(), *path, to={"$ref": "#/components/responses/BadRequest"}))


def _another_success(_bench: Bench, answer: Answer) -> None:
    document = copied()
    responses = document["paths"]["/managed_users/{managed_user_id}/folders"]["post"]["responses"]
    responses["201"] = responses.pop("200")
    _held(answer, mock_document=document)


def _no_tokens(_bench: Bench, answer: Answer) -> None:
    _held(answer)


def _no_gate(bench: Bench, answer: Answer) -> None:
    bench.patch.setattr(BearerAuth, "namespace", lambda _auth, _scope: "anybody")
    _held(answer, tokens=GUARDED)


def _other_exception(bench: Bench, answer: Answer) -> None:
    bench.patch.setitem(client_errors._BY_STATUS, 404, ConflictError)
    _held(answer)


MUTATIONS = [
    _triangle(
        "an operation removed from the mock", "`get_member` has no rule", Answer("get_member", 200), _without_rule
    ),
    _triangle(
        "an operation removed from the mock",
        "`get_task_usage` is not in the mock's document",
        Answer("get_task_usage", 200),
        _without_path,
    ),
    _triangle(
        "a field's type changed in the spec",
        "`ManagedUser.in_trial` is a string",
        Answer("get_managed_user", 200),
        _other_type,
    ),
    _triangle("an error body altered", "the mock's 404 has other words", Answer("get_member", 404), _other_error),
    _triangle(
        "an error body altered",
        "the document's 404 has other words",
        Answer("get_member", 404),
        _other_documented_error,
    ),
    Mutation(
        "a generated file edited",
        "a blank more in `_client.py`",
        "generated.hold_generated",
        _edited,
        _unedited,
        needs_root=True,
    ),
    _triangle(
        "a required field dropped by the client",
        "`managed_users.create` does not send `name`",
        Answer("create_managed_user", 200),
        _dropped_by_client,
    ),
    _triangle(
        "a required field dropped by the mock",
        "`get_managed_user` lacks `plan_id`",
        Answer("get_managed_user", 200),
        _dropped_by_mock,
    ),
    _triangle(
        "an envelope changed",
        "the mock's `list_connections` answers `items` for `result`",
        Answer("list_connections", 200),
        _other_envelope,
    ),
    _triangle(
        "an envelope changed",
        "the document's `list_connections` has `items` for `result`",
        Answer("list_connections", 200),
        _other_documented_envelope,
    ),
    Mutation(
        "a status added",
        "the document gives `list_folders` a 409",
        "complete.hold_complete",
        _more_statuses,
        lambda _bench: hold_complete(),
    ),
    _triangle(
        "a status changed", "the mock's `create_folder` answers 201", Answer("create_folder", 200), _another_success
    ),
    _triangle("auth ignored", "the mock lets every token in", Answer("list_managed_users", 401), _no_tokens),
    _triangle("auth ignored", "the mock asks for no token", Answer("list_managed_users", 401), _no_gate),
    _triangle(
        "an exception of the client changed",
        "a 404 raises `ConflictError`",
        Answer("get_member", 404),
        _other_exception,
    ),
]
