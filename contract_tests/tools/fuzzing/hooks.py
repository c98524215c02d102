"""Hooks that Schemathesis calls in its own process before and after each request."""

from __future__ import annotations

import itertools
import os
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import strategies as st
from hypothesis.control import current_build_context
from schemathesis import Case, HookContext, Response, SerializationContext
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    RejectedPositiveData,
    UnsupportedMethodResponse,
    UseAfterFree,
)
from schemathesis.transport.serialization import serialize_binary

from contract_tests.tools.fuzzing.account import ROOT_URL, TOKEN, Account
from contract_tests.tools.fuzzing.by_design import are_twins, may_accept, may_reject, reasons_of

_CUSTOMER = "managed_user_id"
_IMPORT = f"POST /managed_users/{{{_CUSTOMER}}}/imports"

_SEEDED = {"512044": "cust-0042", "512101": "acme/42"}
_UNIQUE = [*_SEEDED.values(), "Orders API"]

_account = Account(os.environ[ROOT_URL], os.environ[TOKEN])
_external_ids: dict[str, str | None] = {}
_numbers = itertools.count()
# Cases whose DELETE the mock refused with status 200, as documented, or removed entries of a list, which stays.
_kept: set[str] = set()
# Cases whose example of a body was replaced by a package.
_packages: set[str] = set()


@schemathesis.serializer("application/zip")
def serialize_zip(_context: SerializationContext, value: Any) -> Any:
    """Send a package as it is; Schemathesis only knows other types of bytes."""
    return serialize_binary(value)


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    """Reset the account for each operation and each sequence, so that they find the objects that others deleted."""
    phase = _phase(case)
    # Hypothesis has one context for all calls of a sequence.
    if _account.begin(current_build_context() if phase is TestPhase.STATEFUL else case.operation.label):
        _external_ids.clear()
        _external_ids.update(_SEEDED)
    if phase is TestPhase.STATEFUL:
        _use_external_id(case)
        return
    _use_new_names(case)
    if case.operation.label == _IMPORT and isinstance(case.body, str):
        # The example of the document stands for a package.
        case.body = _account.package
        _packages.add(case.id)
    if phase is TestPhase.COVERAGE:
        _use_existing_ids(case)


def _phase(case: Case[Any]) -> TestPhase | None:
    return case.meta.phase.name if case.meta else None


def _use_external_id(case: Case[Any]) -> None:
    """Replace the id of every second customer with `E` and its external id, if it has one."""
    external_id = _external_ids.get(str((case.path_parameters or {}).get(_CUSTOMER)))
    if external_id and next(_numbers) % 2:
        # Schemathesis does not encode values that are set here, and then validates all values of the path. A response
        # may have given a number where the path has a string; in the path, both are the same text.
        for name, value in case.path_parameters.items():
            case.path_parameters[name] = str(value)
        case.path_parameters[_CUSTOMER] = f"E{quote(external_id, safe='')}"


def _use_new_names(case: Case[Any]) -> None:
    """Replace unique names that the examples share with the seed."""
    if isinstance(case.body, dict):
        taken = {name: f"{value} {next(_numbers)}" for name, value in case.body.items() if value in _UNIQUE}
        if taken:
            case.body = {**case.body, **taken}


def _use_existing_ids(case: Case[Any]) -> None:
    """Use the examples of the document, which exist in the seed, for all path parameters except the tested one."""
    varied = case.meta.phase.data.parameter if case.meta else None
    for parameter in case.operation.path_parameters:
        if parameter.name != varied and case.path_parameters:
            case.path_parameters[parameter.name] = parameter.definition["example"]


@schemathesis.hook
def after_call(_context: HookContext, case: Case[Any], response: Response) -> None:
    """Record deletions and the external ids of customers."""
    method = case.operation.method.upper()
    if response.status_code >= 400:
        return
    if method == "DELETE" and response.content and response.json().get("success") is False:
        _kept.add(case.id)
        return
    if method == "DELETE" and case.path.endswith("/members"):
        _kept.add(case.id)
    if method == "DELETE" and _phase(case) is not TestPhase.STATEFUL:
        _account.end()
    elif method in ("POST", "PUT") and case.path in ("/managed_users", f"/managed_users/{{{_CUSTOMER}}}"):
        customer = response.json()
        _external_ids[str(customer["id"])] = customer.get("external_id")


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Return whether a failure counts, because it is not by design."""
    if isinstance(failure, AcceptedNegativeData):
        # Schemathesis takes text for an invalid body of bytes, but a package was sent instead.
        return case.id not in _packages and not may_accept(reasons_of(response.headers))
    if isinstance(failure, RejectedPositiveData):
        return not may_reject(reasons_of(response.headers))
    if isinstance(failure, UnsupportedMethodResponse):
        return not are_twins(case.path, [failure.method])
    if isinstance(failure, AllowHeaderMismatch):
        return bool(failure.missing_methods) or not are_twins(case.path, failure.undocumented_methods)
    return not (isinstance(failure, UseAfterFree) and failure.deleted_case_id in _kept)


@schemathesis.hook
def before_generate_body(context: HookContext, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Use a real package for half of the imports."""
    is_import = context.operation is not None and context.operation.label == _IMPORT
    return strategy | st.just(_account.package) if is_import else strategy
