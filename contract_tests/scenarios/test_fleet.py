"""The commands for a fleet of customers do their work, go on where they stopped, and say what failed."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded, WorkatoEmbeddedError
from workato_embedded_mock import MockServer
from workato_embedded_mock.workato_mock import WorkatoMock

from contract_tests.cases.packages import PACKAGE
from examples.fleet import audit_members, copy_properties, create_customers, roll_out_package
from examples.fleet.commands import INTERRUPTED, run, side_by_side
from examples.fleet.report import Report

Main = Callable[[list[str]], int]
MAINS: dict[str, tuple[Main, list[str]]] = {
    "audit": (audit_members.main, []),
    "roll-out": (roll_out_package.main, ["{package}", "--project", "P", "--report", "{report}"]),
    "copy": (copy_properties.main, ["Ecust-0042", "Ecust-0043"]),
    "create": (create_customers.main, ["{sheet}"]),
}
SEEDED = 2
"""Customers of the default seed."""


@pytest.fixture
def mock(base_url: str, token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkatoMock]:
    """The test's namespace, to which the commands are led by their environment."""
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", token)
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", base_url)
    mock = WorkatoMock(base_url, token)
    yield mock
    mock.close()


@pytest.fixture
def quick(token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkatoMock]:
    """A namespace whose imports are done at once, whether or not anybody looks."""
    with MockServer(transitions="immediate") as server:
        monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", token)
        monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", server.url)
        mock = WorkatoMock(server.root_url, token)
        yield mock
        mock.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one recipe."""
    path = tmp_path / "package.zip"
    path.write_bytes(PACKAGE)
    return path


@pytest.fixture
def roll_out(package: Path, tmp_path: Path) -> Callable[..., int]:
    """Runs the command for the package, with a report in the test's folder."""
    always = [str(package), "--project", "Greetings", "--report", str(tmp_path / "report.jsonl"), "--poll", "0.01"]
    return lambda *more: roll_out_package.main([*always, *more])


def made(client: WorkatoEmbedded, number: int) -> list[int]:
    """Create customers, and return their ids."""
    return [
        client.managed_users.create(name=f"C{n}", notification_email="ops@example.com", external_id=f"c{n}").id
        for n in range(number)
    ]


def greeted(client: WorkatoEmbedded, customer: int) -> bool:
    """Say whether a customer has the recipe of the package, once, in the project."""
    folders = {folder.id for folder in client.folders.list(customer) if folder.name == "Greetings"}
    recipes = [recipe for recipe in client.recipes.list(customer) if recipe.name == "Greet"]
    return len(folders) == 1 and [recipe.folder_id for recipe in recipes] == list(folders)


def test_all_members_of_all_customers_are_listed(
    mock: WorkatoMock, client: WorkatoEmbedded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each member, in the order of the customers, to a file or to standard output."""
    customers = made(client, 12)
    for customer in customers:
        client.managed_users.members.add(customer, name=f"Sam of {customer}", role_name="Operator")
    output = tmp_path / "members.csv"
    assert audit_members.main(["--output", str(output), "--concurrency", "5"]) == 0
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))
    ours = [row for row in rows if row["external_id"].startswith("c") and row["name"].startswith("Sam of")]
    assert [row["name"] for row in ours] == [f"Sam of {customer}" for customer in sorted(customers)]
    assert {row["role"] for row in ours} == {"Operator"}
    assert audit_members.main([]) == 0
    assert list(csv.DictReader(io.StringIO(capsys.readouterr().out))) == rows


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


def test_work_is_bounded_and_stops_with_its_reader() -> None:
    """No more than so many items are worked on at a time; who stops to read leaves nothing behind."""
    running: list[int] = []
    most: list[int] = []

    async def work(item: int) -> int:
        running.append(item)
        most.append(len(running))
        await asyncio.sleep(0)
        running.remove(item)
        if item == 3:
            raise WorkatoEmbeddedError("three")
        return item * 2

    async def read() -> None:
        found = {item: outcome async for item, outcome in side_by_side(range(9), work, 4)}
        assert max(most) == 4
        assert isinstance(found.pop(3), WorkatoEmbeddedError)
        assert found == {n: n * 2 for n in range(9) if n != 3}
        stopped = side_by_side(range(9), work, 1)
        async for _ in stopped:
            break
        await stopped.aclose()  # type: ignore[attr-defined]
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(read())


def test_a_package_reaches_all_customers(
    mock: WorkatoMock, client: WorkatoEmbedded, roll_out: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each customer has the project and its recipe; a second run has nothing to do."""
    customers = made(client, 6)
    assert roll_out() == 0
    assert f"{6 + SEEDED}/{6 + SEEDED}" in capsys.readouterr().err
    assert all(greeted(client, customer) for customer in customers)
    assert mock.journal.count("import_package") == 6 + SEEDED
    assert roll_out() == 0
    assert mock.journal.count("import_package") == 6 + SEEDED


def test_only_what_failed_is_done_again(
    quick: WorkatoMock, roll_out: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refusal and a lost answer are reported, with the words of the API; the next run imports for these two only."""
    mock, client = quick, quick.client
    customers = made(client, 5)
    mock.faults.add("import_package", status=400, times=1, skip=1)
    mock.faults.add("import_package", phase="after", status=500, times=1, skip=2)
    assert roll_out("--concurrency", "1", *(f"Ec{n}" for n in range(5))) == 1
    shown = capsys.readouterr().err
    assert "400 Bad request" in shown
    assert "500" in shown
    assert "2 failed; run the same command again to try only these." in shown
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum(line.get("status") == "failed" for line in lines) == 2
    mock.faults.clear()
    mock.journal.clear()
    # The same customer named twice is one.
    assert roll_out(*(f"Ec{n}" for n in range(5)), str(customers[0])) == 0
    assert mock.journal.count("import_package") == 2
    assert all(greeted(client, customer) for customer in customers)


def test_an_import_that_was_not_waited_for_is_not_started_again(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is still in progress at the end of the time is waited for by the next run; what failed is imported again."""
    with MockServer(transitions="seconds:3600") as server:
        mock = WorkatoMock(server.root_url, "slow")
        mock.clock.freeze()
        monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "slow")
        monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", server.url)
        report = tmp_path / "report.jsonl"
        line = [str(package), "Ecust-0042", "--project", "P", "--report", str(report), "--poll", "0.01"]
        assert roll_out_package.main([*line, "--timeout", "0.01"]) == 1
        mock.clock.advance(3600)
        assert roll_out_package.main(line) == 0
        assert mock.journal.count("import_package") == 1
        kept = report.read_text(encoding="utf-8").splitlines()
        started = next(text for text in kept if '"started"' in text)
        gone = json.dumps({**json.loads(started), "import_id": 1})
        # The run was killed: the import that it noted is not known, and its last line is not whole.
        report.write_text("\n".join([kept[0], gone, started[:9]]), encoding="utf-8")
        assert roll_out_package.main([*line, "--timeout", "0.01"]) == 1
        assert mock.journal.count("import_package") == 2
        mock.close()


def test_a_roll_out_gets_through_what_passes(mock: WorkatoMock, package: Path, tmp_path: Path) -> None:
    """Failures that can be repeated without harm are not noticed."""
    mock.faults.add("get_import_status", status=503, times=2)
    mock.faults.add("import_package", status=429, times=1)
    mock.faults.add("list_folders", kind="reset", times=1)

    async def nap(_: float) -> None:
        pass

    async def work() -> list[str]:
        async with AsyncWorkatoEmbedded(sleep=nap) as client:
            plan = roll_out_package.RollOut(client, package, "P", Report(tmp_path / "r.jsonl", package, "P"))
            customers = await roll_out_package.customers_of(client, [])
            with Progress(console=Console(file=io.StringIO())) as progress:
                return await roll_out_package.roll_out(plan, customers, 1, progress)

    assert asyncio.run(work()) == []


@pytest.mark.parametrize(
    "content", ["no report\n", '["a"]\n', '{"package": "p", "project": "P"}\n{"status": "failed"}\n']
)
def test_a_file_that_is_no_report_is_refused(content: str, package: Path, tmp_path: Path) -> None:
    """A file that is something else is left as it is."""
    report = tmp_path / "report.jsonl"
    report.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="is no report of a roll-out"):
        Report(report, package, "P")
    assert report.read_text(encoding="utf-8") == content


def test_a_report_is_of_one_package_and_project(package: Path, tmp_path: Path) -> None:
    """Another package, or another project, would take customers for done that are not."""
    report = tmp_path / "report.jsonl"
    Report(report, package, "P")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "Q")
    package.write_bytes(b"PK")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "P")


def test_properties_are_copied(mock: WorkatoMock, client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]) -> None:
    """New and changed ones are written, others stay, and no value is shown; a dry run writes nothing."""
    source, target, _ = made(client, 3)
    client.properties.upsert(source, properties={"erp.url": "s3cret", "erp.user": "me", "erp.old": "1", "crm": "x"})
    client.properties.upsert(target, properties={"erp.old": "1", "erp.user": "you", "erp.own": "stays"})
    line = ["Ec0", "Ec1", "Ec2", "--prefix", "erp."]
    assert copy_properties.main([*line, "--dry-run"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Ec1: 1 new, 1 changed, 1 the same (+erp.url ~erp.user)"
    assert mock.journal.count("upsert_properties") == 2
    assert copy_properties.main(line) == 0
    assert client.properties.list(target, prefix="") == {
        "erp.url": "s3cret",
        "erp.user": "me",
        "erp.old": "1",
        "erp.own": "stays",
    }
    capsys.readouterr()
    assert copy_properties.main(line) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Ec1: 0 new, 0 changed, 3 the same",
        "Ec2: 0 new, 0 changed, 3 the same",
    ]
    assert mock.journal.count("upsert_properties") == 4


def test_properties_of_projects_are_copied(mock: WorkatoMock, client: WorkatoEmbedded) -> None:
    """A project of the source and one of a target can be meant; of several targets, none can."""
    client.properties.upsert("Ecust-0042", properties={"a": "1"}, project_id=523200)
    line = ["Ecust-0042", "Ecust-0042", "--source-project", "523200"]
    assert copy_properties.main(line) == 0
    assert client.properties.list("Ecust-0042", prefix="a")["a"] == "1"
    with pytest.raises(SystemExit) as caught:
        copy_properties.main([*line, "Ecust-0043", "--target-project", "1"])
    assert caught.value.code == 2


def test_a_copy_goes_on_after_a_customer_that_fails(
    mock: WorkatoMock, client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one is named, the next gets its properties, and the exit code tells."""
    made(client, 1)
    assert copy_properties.main(["Ecust-0042", "Enobody", "Ec0"]) == 1
    shown = capsys.readouterr()
    assert shown.err == "Enobody: GET /api/managed_users/Enobody/properties: 404 Not found\n"
    assert shown.out.startswith("Ec0: ")


SHEET = """\
name,notification_email,external_id,time_zone
Acme,ops@example.com,s1,
Brook, it@example.com ,s2,Pacific Time (US & Canada)
Crane,ops@example.com,s3,
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A file of three customers, as a spreadsheet writes it."""
    path = tmp_path / "customers.csv"
    path.write_text(SHEET, encoding="utf-8-sig")
    return path


def test_customers_are_created_from_a_file(
    mock: WorkatoMock, client: WorkatoEmbedded, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run creates nothing; a run creates all, and the next one none."""
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
    assert capsys.readouterr().out.splitlines()[1] == f"{sheet}:3: s2: there already, as {brook.id}"
    assert mock.journal.count("create_managed_user") == 3


def test_only_missing_customers_are_created_again(
    mock: WorkatoMock, client: WorkatoEmbedded, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One was refused and one created although the answer was lost: the next run creates the first only."""
    mock.faults.add("create_managed_user", status=400, times=1)
    mock.faults.add("create_managed_user", phase="after", status=500, times=1)
    assert create_customers.main([str(sheet)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.partition(" POST")[0] for line in errors] == [f"{sheet}:2: s1:", f"{sheet}:3: s2:"]
    mock.faults.clear()
    assert create_customers.main([str(sheet)]) == 0
    names = [customer.name for customer in client.managed_users.list()]
    assert [names.count(name) for name in ("Acme", "Brook", "Crane")] == [1, 1, 1]


def test_bad_rows_are_told_with_their_lines(mock: WorkatoMock, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of them at once, and nothing is created."""
    with sheet.open("a", encoding="utf-8") as file:
        file.write("\n,nowhere,s1\nEll,ops@example.com,,,more\nFen,ops@example.com\n")
    assert create_customers.main([str(sheet)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{sheet}:6: name is empty",
        f"{sheet}:6: notification_email is no address: nowhere",
        f"{sheet}:6: external_id is that of line 2",
        f"{sheet}:7: there are more values than columns",
        f"{sheet}:7: external_id is empty",
        f"{sheet}:8: external_id is empty",
        "Nothing was created; mend these lines first.",
    ]
    assert mock.journal.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the columns name, notification_email, external_id are missing"),
        (b"name,notification_email\n", "the columns external_id are missing"),
        (b"name,notification_email,external_id,shoe_size\n", "there may be the columns name, notification_email"),
        (b"name,notification_email,external_id,name\n", "each once"),
        (b"name,notification_email,external_id\n\xff,a@example.com,x\n", "is not in UTF-8"),
        (b'name,notification_email,external_id\n"a"b,a@example.com,x\n', ":2: "),
    ],
)
def test_a_file_of_another_kind_is_refused(
    content: bytes, words: str, mock: WorkatoMock, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong with it is one sentence."""
    sheet.write_bytes(content)
    assert create_customers.main([str(sheet)]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert words in sentence


@pytest.mark.parametrize("name", MAINS)
def test_without_a_token_there_is_one_sentence(
    name: str,
    package: Path,
    sheet: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command says what it needs, and its exit code is 2."""
    monkeypatch.delenv("WORKATO_EMBEDDED_API_TOKEN", raising=False)
    command, words = MAINS[name]
    places: dict[str, Any] = {"package": package, "sheet": sheet, "report": tmp_path / "report.jsonl"}
    assert command([word.format(**places) for word in words]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "WORKATO_EMBEDDED_API_TOKEN" in sentence


def test_a_number_below_one_is_no_concurrency(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody at a time is refused, as argparse refuses words."""
    with pytest.raises(SystemExit) as caught:
        audit_members.main(["--concurrency", "0"])
    assert caught.value.code == 2
    assert "invalid count value: '0'" in capsys.readouterr().err


def test_an_interrupted_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Control-C ends it without a traceback."""

    def work() -> int:
        raise KeyboardInterrupt

    assert run(work) == INTERRUPTED
    assert capsys.readouterr().err == "interrupted\n"
