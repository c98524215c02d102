"""What Schemathesis, in its own process, does before and after each call; must not decide what is by design."""

from __future__ import annotations

import itertools
import os
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import strategies as st
from hypothesis.control import current_build_context
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

from contract_tests.tools.fuzzing.account import ROOT_URL, TOKEN, Account
from contract_tests.tools.fuzzing.by_design import may_accept, may_refuse, reasons_of

_CUSTOMER = "managed_user_id"
_IMPORT = f"POST /managed_users/{{{_CUSTOMER}}}/imports"

_SEEDED = {"512044": "cust-0042", "512101": "acme/42"}
_UNIQUE = [*_SEEDED.values(), "Orders API"]

_account = Account(os.environ[ROOT_URL], os.environ[TOKEN])
_external_ids: dict[str, str | None] = {}
_turns = itertools.count()
_kept: set[str] = set()
"""Cases that were to delete something that the mock, with status 200 as documented, refused to delete."""


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    """Give each operation, and each chain, the account as it was, so that nothing is missed that others deleted."""
    phase = _phase(case)
    # Hypothesis has one context for all calls of a chain.
    if _account.begin(current_build_context() if phase is TestPhase.STATEFUL else case.operation.label):
        _external_ids.clear()
        _external_ids.update(_SEEDED)
    if phase is TestPhase.STATEFUL:
        _name_by_external_id(case)
        return
    _name_what_is_free(case)
    if phase is TestPhase.COVERAGE:
        _name_what_is_there(case)


def _phase(case: Case[Any]) -> TestPhase | None:
    return case.meta.phase.name if case.meta else None


def _name_by_external_id(case: Case[Any]) -> None:
    """Name a customer that has an external id by it, every other time: `E` and the external id stand for the id."""
    external_id = _external_ids.get(str((case.path_parameters or {}).get(_CUSTOMER)))
    if external_id and next(_turns) % 2:
        # What is set here is not encoded by Schemathesis any more.
        case.path_parameters[_CUSTOMER] = f"E{quote(external_id, safe='')}"


def _name_what_is_free(case: Case[Any]) -> None:
    """Put new names in the place of those that the examples share with the seed and that nobody can have twice."""
    if isinstance(case.body, dict):
        taken = {name: f"{value} {next(_turns)}" for name, value in case.body.items() if value in _UNIQUE}
        if taken:
            case.body = {**case.body, **taken}


def _name_what_is_there(case: Case[Any]) -> None:
    """Put the examples of the document, which the seed has, into the path, but for the value that is being varied."""
    varied = case.meta.phase.data.parameter if case.meta else None
    for parameter in case.operation.path_parameters:
        if parameter.name != varied and case.path_parameters:
            case.path_parameters[parameter.name] = parameter.definition["example"]


@schemathesis.hook
def after_call(_context: HookContext, case: Case[Any], response: Response) -> None:
    """Note what was deleted, and the external ids of customers."""
    method = case.operation.method.upper()
    if response.status_code >= 400:
        return
    if method == "DELETE" and response.json().get("success") is False:
        _kept.add(case.id)
    elif method == "DELETE" and _phase(case) is not TestPhase.STATEFUL:
        _account.end()
    elif method in ("POST", "PUT") and case.path in ("/managed_users", f"/managed_users/{{{_CUSTOMER}}}"):
        answer = response.json()
        _external_ids[str(answer["id"])] = answer.get("external_id")


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, _case: Case[Any], response: Response) -> bool:
    """Keep a failure unless it is by design."""
    if isinstance(failure, AcceptedNegativeData):
        return not may_accept(reasons_of(response.headers))
    if isinstance(failure, RejectedPositiveData):
        return not may_refuse(reasons_of(response.headers))
    return not (isinstance(failure, UseAfterFree) and failure.deleted_case_id in _kept)


@schemathesis.hook
def before_generate_body(context: HookContext, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Import a real package every other time."""
    is_import = context.operation is not None and context.operation.label == _IMPORT
    return strategy | st.just(_account.package) if is_import else strategy
