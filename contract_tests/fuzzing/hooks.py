"""What Schemathesis, in its own process, does before and after each call; must not decide what is by design."""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import RejectedPositiveData

from contract_tests.fuzzing.account import Account
from contract_tests.fuzzing.by_design import may_accept, may_refuse, reasons_of

ROOT_URL = "FUZZ_ROOT_URL"
TOKEN = "FUZZ_TOKEN"  # noqa: S105  # a name

_CUSTOMER = "managed_user_id"

_account = Account(os.environ[ROOT_URL], os.environ[TOKEN])
_external_ids: dict[str, str] = {}


@schemathesis.hook
def before_call(_context: HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Give each operation the account as it was, so that nothing is missed that others deleted. Chains share one account.

    In chains, name each customer that has an external id by it.
    """
    if case.meta is None or case.meta.phase.name is not TestPhase.STATEFUL:
        _account.renew(case.operation.label)
        _external_ids.clear()
    elif case.path_parameters and (external_id := _external_ids.get(str(case.path_parameters.get(_CUSTOMER)))):
        case.path_parameters[_CUSTOMER] = f"E{external_id}"


@schemathesis.hook
def after_call(_context: HookContext, case: Case, response: Response) -> None:
    """Note what was deleted, and the external ids of customers."""
    method = case.operation.method.upper()
    if response.status_code >= 400:
        return
    if method == "DELETE":
        _account.lose()
    elif method in ("POST", "PUT") and case.path in ("/managed_users", f"/managed_users/{{{_CUSTOMER}}}"):
        answer = response.json()
        _external_ids[str(answer["id"])] = answer.get("external_id")


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, _case: Case, response: Response) -> bool:
    """Keep a failure unless it is by design."""
    if isinstance(failure, AcceptedNegativeData):
        return not may_accept(reasons_of(response.headers))
    if isinstance(failure, RejectedPositiveData):
        return not may_refuse(reasons_of(response.headers))
    return True


@schemathesis.hook.apply_to(operation_id="import_package")
def before_generate_body(_context: HookContext, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Import a real package every other time."""
    return strategy | st.just(_account.package)
