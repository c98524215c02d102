"""The real API returns what the document says, and the client parses it. Only GET requests by default."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest
from workato_embedded import NotFoundError

from contract_tests.contracts.exercises import attempt
from contract_tests.contracts.responses import DocumentedResponse
from contract_tests.contracts.triangle import check_outcome
from contract_tests.support.validator import Validator, operations
from contract_tests.tools.verified.account import BASE_URL, TOKEN, Account, settings
from contract_tests.tools.verified.reads import READS, UNREACHABLE, MissingObjectError

GIVEN = settings()

pytestmark = [
    pytest.mark.verified,
    pytest.mark.skipif(GIVEN is None, reason=f"{TOKEN} and {BASE_URL} are not given"),
    *([pytest.mark.allow_hosts([urlsplit(GIVEN[0]).hostname])] if GIVEN else []),
]


@pytest.fixture(scope="module")
def account(request: pytest.FixtureRequest) -> Account:
    """Return the account of the token."""
    assert GIVEN is not None
    base_url, token = GIVEN
    writes = request.config.getoption("--verified-writes")
    return Account(base_url, base_url, token, Validator(base_url), writes=writes)


@pytest.mark.parametrize("operation_id", READS)
def test_the_real_api_returns_the_documented_response(operation_id: str, account: Account) -> None:
    """Each read of the account's objects is as documented; reads of objects that it does not have are skipped."""
    try:
        call = READS[operation_id](account)
    except MissingObjectError as missing:
        pytest.skip(str(missing))
    check_outcome(DocumentedResponse(operation_id, 200), attempt(account.recorder(operation_id), call), account)


@pytest.mark.parametrize("operation_id", UNREACHABLE)
def test_reads_that_need_a_write_first_are_skipped(operation_id: str) -> None:
    """Reads that need a write first are listed as skipped, so that they do not count as verified."""
    pytest.skip(UNREACHABLE[operation_id])


def test_an_unknown_token_is_a_401(account: Account) -> None:
    """An unknown token gets a 401 with the documented body."""
    expected = DocumentedResponse("list_managed_users", 401)
    check_outcome(expected, attempt(account.with_unknown_token(), lambda c: c.managed_users.list()), account)


def test_an_unknown_customer_is_a_404(account: Account) -> None:
    """An unknown customer gets a 404 with the documented body."""
    unknown = f"Enobody-{uuid.uuid4()}"
    expected = DocumentedResponse("get_managed_user", 404)
    check_outcome(expected, attempt(account.recorder("not-found"), lambda c: c.managed_users.get(unknown)), account)


def test_a_customer_is_created_and_deleted(account: Account) -> None:
    """With `--verified-writes` a customer is created, read, changed and deleted."""
    if not account.writes:
        pytest.skip("--verified-writes is not given")
    recorder, external_id = account.recorder("write"), f"contract-tests-{uuid.uuid4()}"
    customer = {"name": "Contract tests, to be deleted", "notification_email": "ops@example.com"}
    made = attempt(recorder, lambda c: c.managed_users.create(**customer, external_id=external_id))
    check_outcome(DocumentedResponse("create_managed_user", 200), made, account)
    owner = made.result.id
    try:
        for operation_id, call in {
            "get_managed_user": lambda c: c.managed_users.get(f"E{external_id}"),
            "update_managed_user": lambda c: c.managed_users.update(owner, name="Contract tests, changed"),
            "create_folder": lambda c: c.folders.create(owner, name="Contract tests"),
            "upsert_properties": lambda c: c.properties.upsert(owner, properties={"contract.test": "1"}),
            "list_properties": lambda c: c.properties.list(owner, prefix="contract."),
        }.items():
            check_outcome(DocumentedResponse(operation_id, 200), attempt(recorder, call), account)
    finally:
        gone = attempt(recorder, lambda c: c.managed_users.delete(owner))
    check_outcome(DocumentedResponse("delete_managed_user", 200), gone, account)
    with pytest.raises(NotFoundError):
        recorder.result(lambda c: c.managed_users.get(owner))


def test_every_read_is_called_or_listed_as_unreachable() -> None:
    """Each GET operation of the spec has a call here or a reason for none."""
    reading = {name for name, operation in operations().items() if operation["method"] == "GET"}
    assert READS.keys() | UNREACHABLE.keys() == reading
