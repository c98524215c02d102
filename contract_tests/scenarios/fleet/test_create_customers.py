"""The command create_customers creates customers from a CSV file."""

from __future__ import annotations

from pathlib import Path

import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from examples.fleet import create_customers


def test_customers_are_created_from_a_file(
    mock: WorkatoMock, client: WorkatoEmbedded, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run creates nothing, a run creates all customers, and a second run creates none."""
    assert create_customers.main([str(sheet), "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{sheet}:{n + 1}: s{n}: would be created" for n in (1, 2, 3)]
    assert mock.journal.count("create_managed_user") == 0
    assert create_customers.main([str(sheet)]) == 0
    brook = client.managed_users.get("Es2")
    assert (brook.name, brook.notification_email, brook.time_zone) == (
        "Brook",
        "it@example.com",
        "Pacific Time (US & Canada)",
    )
    capsys.readouterr()
    assert create_customers.main([str(sheet)]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"{sheet}:3: s2: exists with id {brook.id}"
    assert mock.journal.count("create_managed_user") == 3


def test_a_second_run_creates_only_missing_customers(
    mock: WorkatoMock, client: WorkatoEmbedded, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a rejected customer and one whose response was lost, a second run creates only the rejected one."""
    mock.faults.add("create_managed_user", status=400, times=1)
    mock.faults.add("create_managed_user", phase="after", status=500, times=1)
    assert create_customers.main([str(sheet)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.partition(" POST")[0] for line in errors] == [f"{sheet}:2: s1:", f"{sheet}:3: s2:"]
    mock.faults.clear()
    assert create_customers.main([str(sheet)]) == 0
    names = [customer.name for customer in client.managed_users.list()]
    assert [names.count(name) for name in ("Acme", "Brook", "Crane")] == [1, 1, 1]


def test_invalid_rows_are_reported_by_line(mock: WorkatoMock, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All invalid rows are reported at once, and nothing is created."""
    with sheet.open("a", encoding="utf-8") as file:
        file.write("\n,nowhere,s1\nEll,ops@example.com,,,more\nFen,ops@example.com\n")
    assert create_customers.main([str(sheet)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{sheet}:6: name is empty",
        f"{sheet}:6: notification_email is not an email address: nowhere",
        f"{sheet}:6: external_id is already used in line 2",
        f"{sheet}:7: more values than columns",
        f"{sheet}:7: external_id is empty",
        f"{sheet}:8: external_id is empty",
        "Nothing was created; fix these lines first.",
    ]
    assert mock.journal.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "missing columns: name, notification_email, external_id"),
        (b"name,notification_email\n", "missing columns: external_id"),
        (b"name,notification_email,external_id,shoe_size\n", "expected the columns name, notification_email"),
        (b"name,notification_email,external_id,name\n", "each at most once"),
        (b"name,notification_email,external_id\n\xff,a@example.com,x\n", "is not UTF-8"),
        (b'name,notification_email,external_id\n"a"b,a@example.com,x\n', ":2: "),
    ],
)
@pytest.mark.usefixtures("mock")
def test_an_invalid_file_is_rejected(
    content: bytes, words: str, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file without the right columns or encoding is rejected with one sentence."""
    sheet.write_bytes(content)
    assert create_customers.main([str(sheet)]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert words in sentence
