"""The members of all customers are listed."""

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

from contract_tests.scenarios.fleet.customers import SEEDED, interrupt, made
from examples.fleet import audit_members
from examples.fleet.progress import progress_bar


def test_all_members_of_all_customers_are_listed(
    mock: WorkatoMock, client: WorkatoEmbedded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each member, as the answers come, to a file or to standard output."""
    customers = made(client, 12)
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


def test_an_audit_says_who_could_not_be_asked(
    mock: WorkatoMock, client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]
) -> None:
    """A customer that fails is named on standard error, and the others are listed."""
    (lost,) = (customer.id for customer in client.managed_users.list() if customer.external_id != "cust-0042")
    mock.faults.add("list_members", status=404, match={"path": f"/managed_users/{lost}/members"})
    assert audit_members.main([]) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith(f"customer {lost}: GET /api/managed_users/{lost}/members: 404")
    assert "cust-0042" in shown.out


def test_a_number_below_one_is_no_concurrency(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody at a time is refused, as argparse refuses words."""
    with pytest.raises(SystemExit) as caught:
        audit_members.main(["--concurrency", "0"])
    assert caught.value.code == 2
    assert "invalid count value: '0'" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_found_out_first(
    mock: WorkatoMock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is asked, and not after minutes of it."""
    assert audit_members.main(["--output", str(tmp_path / "nowhere" / "members.csv")]) == 2
    assert "No such file or directory" in capsys.readouterr().err
    assert mock.journal.count() == 0


def test_an_older_file_stays_until_there_is_something_new(mock: WorkatoMock, tmp_path: Path) -> None:
    """A run that learns nothing loses nothing; the next one puts its rows in the place of the older ones."""
    output = tmp_path / "members.csv"
    output.write_text("older\n", encoding="utf-8")
    mock.faults.add("list_managed_users", status=401)
    assert audit_members.main(["--output", str(output)]) == 2
    assert output.read_text(encoding="utf-8") == "older\n"
    mock.faults.clear()
    assert audit_members.main(["--output", str(output)]) == 0
    assert output.read_text(encoding="utf-8").startswith("customer_id,")


def test_an_interrupted_audit_keeps_what_it_has_written(
    mock: WorkatoMock,
    client: WorkatoEmbedded,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And says how far it came."""
    made(client, 3)
    interrupt(monkeypatch, AsyncManagedUsersMembers, "list", call=3)
    output = tmp_path / "members.csv"
    assert audit_members.main(["--output", str(output), "--concurrency", "1"]) == 130
    with output.open(encoding="utf-8", newline="") as file:
        asked = len({row["customer_id"] for row in csv.DictReader(file)})
    assert asked
    words = f"interrupted: {asked} of {3 + SEEDED} customers were checked; their rows are kept.\n"
    assert capsys.readouterr().err == words


def test_an_audit_that_has_not_begun_is_only_interrupted(
    mock: WorkatoMock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to tell of it before the customers are known."""

    async def pressed(*_: object) -> AsyncIterator[None]:
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()
        yield

    monkeypatch.setattr(AsyncManagedUsers, "list", pressed)
    assert audit_members.main([]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of a nightly run has no bars; rows on standard output stay apart from them."""
    assert progress_bar().disable
    monkeypatch.setenv("FORCE_COLOR", "1")  # what rich takes for a terminal
    assert not progress_bar().disable
    assert progress_bar(shown=False).disable
