"""The command roll_out_package imports a package into many customers."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from rich.console import Console
from rich.progress import Progress
from workato_embedded import APIConnectionError, AsyncWorkatoEmbedded, WorkatoEmbedded
from workato_embedded.resources.managed_users import AsyncManagedUsers
from workato_embedded.resources.packages import AsyncPackages
from workato_embedded.testing import Stub
from workato_embedded_mock import MockServer
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.scenarios.fleet.customers import SEEDED, add_customers, has_recipe, interrupt
from examples.fleet import roll_out_package
from examples.fleet.report import Report
from examples.fleet.roll_out import RollOut, customers_of
from examples.fleet.roll_out import roll_out as rolled_out


def entries(tmp_path: Path) -> list[dict[str, Any]]:
    """Return the entries of the report."""
    lines = (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[1:]]


def test_a_package_is_imported_into_all_customers(
    mock: WorkatoMock, client: WorkatoEmbedded, roll_out: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each customer gets the project and its recipe, and a second run imports nothing."""
    customers = add_customers(client, 6)
    assert roll_out() == 0
    assert capsys.readouterr().out.startswith(f"{6 + SEEDED} done, 0 failed, 0 left. Report: ")
    assert all(has_recipe(client, customer) for customer in customers)
    assert mock.journal.count("import_package") == 6 + SEEDED
    assert roll_out() == 0
    assert mock.journal.count("import_package") == 6 + SEEDED


def test_a_second_run_imports_only_where_the_first_failed(
    immediate: WorkatoMock, roll_out: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rejected import and one with a lost response are reported, and the next run imports only these two."""
    mock, client = immediate, immediate.client
    customers = add_customers(client, 5)
    mock.faults.add("import_package", status=400, times=1, skip=1)
    mock.faults.add("import_package", phase="after", status=500, times=1, skip=2)
    assert roll_out("--concurrency", "1", *(f"Ec{n}" for n in range(5))) == 1
    shown = capsys.readouterr().err.splitlines()
    assert "400 Bad request" in shown[0]
    assert "500" in shown[1]
    report = tmp_path / "report.jsonl"
    assert shown[2] == f"3 done, 1 failed, 1 unknown, 0 left; run it again to retry these (report: {report})."
    mock.faults.clear()
    mock.journal.clear()
    # The same customer named twice is one.
    assert roll_out(*(f"Ec{n}" for n in range(5)), str(customers[0])) == 0
    assert mock.journal.count("import_package") == 2
    assert all(has_recipe(client, customer) for customer in customers)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"phase": "after", "kind": "reset"}, "unknown"),
        ({"phase": "after", "kind": "malformed"}, "unknown"),
        ({"status": 502}, "unknown"),
        ({"status": 400}, "failed"),
    ],
    ids=lambda value: str(value),
)
def test_a_lost_response_is_unknown_and_a_rejection_is_failed(
    fault: dict[str, Any],
    status: str,
    mock: WorkatoMock,
    roll_out: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Report and message distinguish an import that may have been accepted from a rejected one."""
    mock.faults.add("import_package", **fault)
    assert roll_out("Ecust-0042") == 1
    assert [entry["status"] for entry in entries(tmp_path)] == [status]
    first, _ = capsys.readouterr().err.splitlines()
    assert first.endswith("(the import may have been accepted)") == (status == "unknown")


@pytest.mark.usefixtures("mock")
def test_an_import_that_was_never_sent_has_failed(
    roll_out: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import without a connection has failed, since it cannot have been accepted."""

    async def unreachable(*_: object, **__: object) -> None:
        request = httpx2.Request("POST", "https://example.com/api/managed_users/1/imports")
        error = httpx2.ConnectError("refused")
        raise APIConnectionError.of(error, request) from error

    monkeypatch.setattr(AsyncPackages, "import_package", unreachable)
    assert roll_out("Ecust-0042") == 1
    assert [entry["status"] for entry in entries(tmp_path)] == ["failed"]


def test_an_import_with_a_lost_response_is_imported_by_a_later_run(
    mock: WorkatoMock, client: WorkatoEmbedded, roll_out: Callable[..., int], tmp_path: Path
) -> None:
    """An import that may be running makes the next run fail; a later run imports again."""
    (customer,) = add_customers(client, 1)
    mock.faults.add("import_package", phase="after", kind="reset", times=1)
    assert [roll_out("Ec0") for _ in range(3)] == [1, 1, 0]
    assert [entry["status"] for entry in entries(tmp_path)] == ["unknown", "failed", "started", "completed"]
    assert has_recipe(client, customer)


def test_an_import_whose_polls_fail_is_resumed(
    mock: WorkatoMock, client: WorkatoEmbedded, roll_out: Callable[..., int]
) -> None:
    """If polling an import fails, the next run waits for it instead of importing again."""
    add_customers(client, 1)
    mock.faults.add("get_import_status", status=401, times=1)
    assert [roll_out("Ec0") for _ in range(2)] == [1, 0]
    assert mock.journal.count("import_package") == 1


def test_an_import_in_progress_is_resumed_by_the_next_run(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run waits for an import that is still in progress, and imports again if the import is unknown."""
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
        # As after a killed run: its import does not exist, and its last line is incomplete.
        report.write_text("\n".join([kept[0], gone, started[:9]]), encoding="utf-8")
        assert roll_out_package.main([*line, "--timeout", "0.01"]) == 1
        assert mock.journal.count("import_package") == 2
        mock.close()


def test_a_roll_out_retries_temporary_faults(mock: WorkatoMock, package: Path, tmp_path: Path) -> None:
    """Faults that can be retried safely do not make a customer fail."""
    mock.faults.add("get_import_status", status=503, times=2)
    mock.faults.add("import_package", status=429, times=1)
    mock.faults.add("list_folders", kind="reset", times=1)

    async def no_wait(_: float) -> None:
        pass

    async def work() -> list[str]:
        async with AsyncWorkatoEmbedded(sleep=no_wait) as client:
            plan = RollOut(client, package, "P", Report(tmp_path / "r.jsonl", package, "P"))
            customers = await customers_of(client, [])
            with Progress(console=Console(file=io.StringIO())) as progress:
                return await rolled_out(plan, customers, 1, progress)

    assert asyncio.run(work()) == []


@pytest.mark.parametrize("body", [None, {}, {"message": "queued"}])
def test_an_import_without_an_id_is_unknown_and_others_continue(body: Any, package: Path, tmp_path: Path) -> None:
    """A response without the id of the import is reported as unknown, and the next customer is imported."""
    stub = Stub()
    stub.reply("list_managed_users", json={"result": [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}], "count": 2})
    if body is None:
        stub.reply("import_package", text="")
    else:
        stub.reply("import_package", json=body)
    stub.reply("import_package", json={"id": 7, "status": "in_progress"})
    stub.reply("get_import_status", json={"id": 7, "status": "completed"})
    report = Report(tmp_path / "report.jsonl", package, "Greetings")

    async def work() -> list[str]:
        async with stub.async_client() as client:
            plan = RollOut(client=client, package=package, project="Greetings", report=report)
            customers = [customer async for customer in client.managed_users.list()]
            with Progress(console=Console(file=io.StringIO())) as progress:
                return await rolled_out(plan, customers, 1, progress)

    (failure,) = asyncio.run(work())
    assert failure.endswith("(the import may have been accepted)")
    statuses = {entry["customer"]: entry["status"] for entry in entries(tmp_path)}
    assert list(statuses.values()) == ["unknown", "completed"]


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x03\x04 cut off"])
def test_a_file_that_is_not_a_package_is_rejected(
    content: bytes,
    mock: WorkatoMock,
    package: Path,
    roll_out: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that is not a zip file is rejected, and nothing is sent or written."""
    package.write_bytes(content)
    assert roll_out() == 2
    assert capsys.readouterr().err == f"{package} is not a package: it is not a zip file; nothing was sent\n"
    assert mock.journal.count() == 0
    assert not (tmp_path / "report.jsonl").exists()


@pytest.mark.parametrize("option", ["--timeout", "--poll"])
@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon"])
def test_an_invalid_time_is_rejected(
    option: str, text: str, mock: WorkatoMock, roll_out: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """`--timeout` and `--poll` reject values that are not positive numbers, before a request is sent."""
    with pytest.raises(SystemExit) as caught:
        roll_out(f"{option}={text}")
    assert caught.value.code == 2
    assert f"argument {option}: invalid seconds value: '{text}'" in capsys.readouterr().err
    assert mock.journal.count() == 0


def test_an_interrupted_roll_out_prints_its_progress(
    immediate: WorkatoMock,
    roll_out: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An interrupt prints the number of done, failed and remaining customers; the import it interrupted is unknown."""
    add_customers(immediate.client, 5)
    immediate.faults.add("import_package", status=400, times=1, skip=1)
    names = [f"Ec{n}" for n in range(5)]
    with monkeypatch.context() as pressed:
        interrupt(pressed, AsyncPackages, "import_package", call=4)
        assert roll_out("--concurrency", "1", *names) == 130
    report = tmp_path / "report.jsonl"
    words = f"interrupted: 2 done, 1 failed, 1 unknown, 1 left; run it again to resume from {report}.\n"
    assert capsys.readouterr().err == words
    assert entries(tmp_path)[-1]["error"] == "interrupted"
    assert roll_out("--concurrency", "1", *names) == 0
    assert capsys.readouterr().out.startswith("5 done, 0 failed, 0 left.")


@pytest.mark.usefixtures("mock")
def test_an_interrupt_before_the_first_import_prints_one_word(
    roll_out: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupt before the customers are known prints only `interrupted`."""
    interrupt(monkeypatch, AsyncManagedUsers, "get", call=1)
    assert roll_out("Ecust-0042") == 130
    assert capsys.readouterr().err == "interrupted\n"
