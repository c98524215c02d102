"""The real API answers as the document says, and the client reads it: nothing that is asked changes anything."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest
from workato_embedded import NotFoundError

from contract_tests.contracts.exercises import attempt
from contract_tests.contracts.responses import Answer
from contract_tests.contracts.triangle import agree
from contract_tests.support.validator import Judge, operations
from contract_tests.tools.verified.account import BASE_URL, TOKEN, Account, settings
from contract_tests.tools.verified.reads import READS, UNREACHABLE, NothingThereError

GIVEN = settings()

pytestmark = [
    pytest.mark.verified,
    pytest.mark.skipif(GIVEN is None, reason=f"{TOKEN} and {BASE_URL} are not given"),
    *([pytest.mark.allow_hosts([urlsplit(GIVEN[0]).hostname])] if GIVEN else []),
]


@pytest.fixture(scope="module")
def account(request: pytest.FixtureRequest) -> Account:
    """The account of the token."""
    assert GIVEN is not None
    base_url, token = GIVEN
    writes = request.config.getoption("--verified-writes")
    return Account(base_url, base_url, token, Judge(base_url), writes=writes)


@pytest.mark.parametrize("operation_id", READS)
def test_the_real_api_answers_as_documented(operation_id: str, account: Account) -> None:
    """Of what the account has, whatever that is; what it has not is skipped."""
    try:
        call = READS[operation_id](account)
    except NothingThereError as nothing:
        pytest.skip(str(nothing))
    agree(Answer(operation_id, 200), attempt(account.recorder(operation_id), call), account)


@pytest.mark.parametrize("operation_id", UNREACHABLE)
def test_what_reading_alone_cannot_reach_is_named(operation_id: str) -> None:
    """So that nobody takes it for verified."""
    pytest.skip(UNREACHABLE[operation_id])


def test_a_token_of_nobody_is_a_401(account: Account) -> None:
    """With the documented body."""
    answer = Answer("list_managed_users", 401)
    agree(answer, attempt(account.stranger(), lambda c: c.managed_users.list()), account)


def test_an_unknown_customer_is_a_404(account: Account) -> None:
    """With the documented body."""
    unknown = f"Enobody-{uuid.uuid4()}"
    answer = Answer("get_managed_user", 404)
    agree(answer, attempt(account.recorder("miss"), lambda c: c.managed_users.get(unknown)), account)


def test_a_customer_comes_and_goes(account: Account) -> None:
    """Made, read, changed and deleted, with a name that says where it is from; only where writing was asked for."""
    if not account.writes:
        pytest.skip("--verified-writes is not given")
    recorder, external_id = account.recorder("write"), f"contract-tests-{uuid.uuid4()}"
    customer = {"name": "Contract tests, to be deleted", "notification_email": "ops@example.com"}
    made = attempt(recorder, lambda c: c.managed_users.create(**customer, external_id=external_id))
    agree(Answer("create_managed_user", 200), made, account)
    owner = made.result.id
    try:
        for operation_id, call in {
            "get_managed_user": lambda c: c.managed_users.get(f"E{external_id}"),
            "update_managed_user": lambda c: c.managed_users.update(owner, name="Contract tests, changed"),
            "create_folder": lambda c: c.folders.create(owner, name="Contract tests"),
            "upsert_properties": lambda c: c.properties.upsert(owner, properties={"contract.test": "1"}),
            "list_properties": lambda c: c.properties.list(owner, prefix="contract."),
        }.items():
            agree(Answer(operation_id, 200), attempt(recorder, call), account)
    finally:
        gone = attempt(recorder, lambda c: c.managed_users.delete(owner))
    agree(Answer("delete_managed_user", 200), gone, account)
    with pytest.raises(NotFoundError):
        recorder.result(lambda c: c.managed_users.get(owner))


def test_every_reading_operation_is_asked_or_named() -> None:
    """One that is added to the spec is not forgotten."""
    reading = {name for name, operation in operations().items() if operation["method"] == "GET"}
    assert READS.keys() | UNREACHABLE.keys() == reading
