"""The command audit_members lists the members of all customers."""

from __future__ import annotations

import asyncio
import csv
import io
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded.resources.managed_users import AsyncManagedUsers, AsyncManagedUsersMembers
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.scenarios.fleet.customers import SEEDED, add_customers, interrupt
from examples.fleet import audit_members
from examples.fleet.progress import progress_bar


@pytest.mark.usefixtures("mock")
def test_all_members_of_all_customers_are_listed(
    client: WorkatoEmbedded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes one row for each member to a file or to standard output."""
    customers = add_customers(client, 12)
    for customer in customers:
        client.managed_users.members.add(customer, name=f"Sam of {customer}", role_name="Operator")
    output = tmp_path / "members.csv"
    assert audit_members.main(["--output", str(output), "--concurrency", "5"]) == 0
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))
    ours = [row for row in rows if row["external_id"].startswith("c") and row["name"].startswith("Sam of")]
    assert sorted(row["name"] for row in ours) == [f"Sam of {customer}" for customer in sorted(customers)]
    assert {row["role"] for row in ours} == {"Operator"}
    assert audit_members.main([]) == 0
    shown = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert sorted(map(str, shown)) == sorted(map(str, rows))


def test_a_customer_that_fails_is_reported(
    mock: WorkatoMock, client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]
) -> None:
    """A customer that fails is named on standard error, and the members of the others are listed."""
    (lost,) = (customer.id for customer in client.managed_users.list() if customer.external_id != "cust-0042")
    mock.faults.add("list_members", status=404, match={"path": f"/managed_users/{lost}/members"})
    assert audit_members.main([]) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith(f"customer {lost}: GET /api/managed_users/{lost}/members: 404")
    assert "cust-0042" in shown.out


def test_a_concurrency_below_one_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    """`--concurrency 0` ends the command with a usage error."""
    with pytest.raises(SystemExit) as caught:
        audit_members.main(["--concurrency", "0"])
    assert caught.value.code == 2
    assert "invalid count value: '0'" in capsys.readouterr().err


def test_an_unwritable_file_is_reported_before_requests(
    mock: WorkatoMock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be written ends the command before a request is sent."""
    assert audit_members.main(["--output", str(tmp_path / "nowhere" / "members.csv")]) == 2
    assert "No such file or directory" in capsys.readouterr().err
    assert mock.journal.count() == 0


def test_a_failed_audit_keeps_the_old_file(mock: WorkatoMock, tmp_path: Path) -> None:
    """A failed run keeps the old file; a successful run replaces it."""
    output = tmp_path / "members.csv"
    output.write_text("older\n", encoding="utf-8")
    mock.faults.add("list_managed_users", status=401)
    assert audit_members.main(["--output", str(output)]) == 2
    assert output.read_text(encoding="utf-8") == "older\n"
    mock.faults.clear()
    assert audit_members.main(["--output", str(output)]) == 0
    assert output.read_text(encoding="utf-8").startswith("customer_id,")


@pytest.mark.usefixtures("mock")
def test_an_interrupted_audit_keeps_its_rows(
    client: WorkatoEmbedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupted run keeps the rows that it wrote, and prints the number of checked customers."""
    add_customers(client, 3)
    interrupt(monkeypatch, AsyncManagedUsersMembers, "list", call=3)
    output = tmp_path / "members.csv"
    assert audit_members.main(["--output", str(output), "--concurrency", "1"]) == 130
    with output.open(encoding="utf-8", newline="") as file:
        checked = len({row["customer_id"] for row in csv.DictReader(file)})
    assert checked
    words = f"interrupted: {checked} of {3 + SEEDED} customers were checked; their rows are kept.\n"
    assert capsys.readouterr().err == words


@pytest.mark.usefixtures("mock")
def test_an_interrupt_before_the_first_customer_prints_one_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupt before the list of customers is known prints only `interrupted`."""

    async def pressed(*_: object) -> AsyncIterator[None]:
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()
        yield

    monkeypatch.setattr(AsyncManagedUsers, "list", pressed)
    assert audit_members.main([]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The progress bar is shown only on a terminal, and not if rows go to standard output."""
    assert progress_bar().disable
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then assumes a terminal
    assert not progress_bar().disable
    assert progress_bar(shown=False).disable
