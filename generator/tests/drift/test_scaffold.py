"""Tests of `drift --scaffold`: skeletons pass the lint and build, and existing text is kept."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.bundle import bundle
from generator.cli import main
from generator.drift import PrintedRow
from generator.editions import load_editions
from generator.mock_source import RESOURCES
from generator.tests.drift.sample_pages import ROWS, plain
from generator.vendor_index import read_index

Drift = Callable[..., Result]
NEW = [
    PrintedRow("GET", "/api/managed_users/:id/tide_reports", "Tides"),
    PrintedRow("POST", "/api/managed_users/:id/tide_reports", "Tides"),
    PrintedRow("DELETE", "/api/managed_users/:id/tide_reports/:id", "Tides"),
    PrintedRow("POST", "/api/managed_users/:id/tide_reports/:id/refresh", "Tides"),
    PrintedRow("PATCH", "/api/managed_users/:managed_user_id/recipes/:id", "Recipes"),
    PrintedRow("POST", "/api/managed_users/:managed_user_id/recipes/:id/polish", "Recipes"),
    PrintedRow("GET", "/api/roles", "Roles"),
]
EXPECTED = [
    ("get", "list_tide_reports", "/managed_users/{managed_user_id}/tide_reports"),
    ("post", "create_tide_report", "/managed_users/{managed_user_id}/tide_reports"),
    ("delete", "delete_tide_report", "/managed_users/{managed_user_id}/tide_reports/{tide_report_id}"),
    ("post", "refresh_tide_report", "/managed_users/{managed_user_id}/tide_reports/{tide_report_id}/refresh"),
    ("patch", "patch_recipe", "/managed_users/{managed_user_id}/recipes/{recipe_id}"),
    ("post", "polish_recipe", "/managed_users/{managed_user_id}/recipes/{recipe_id}/polish"),
    ("get", "get_roles", "/roles"),
]


@pytest.fixture
def drift(copied_sources: Path, tmp_path: Path) -> Drift:
    """Return a function that runs `drift` on the copy with a page of the given rows."""

    def run(rows: list[PrintedRow], *options: str, updated: str = "2/20/2095") -> Result:
        page = tmp_path / "page.txt"
        page.write_text(plain(rows, updated), encoding="utf-8")
        return CliRunner().invoke(main, ["drift", str(page), "--root", str(copied_sources), *options])

    return run


def test_the_skeletons_build(drift: Drift, copied_sources: Path) -> None:
    """New rows become operations; the spec passes the lint, the client has them, and no drift is left."""
    result = drift([*ROWS, *NEW], "--scaffold", str(copied_sources))
    assert result.exit_code == 1
    assert "wrote spec/paths/tide_reports.yaml" in result.stdout
    built = CliRunner().invoke(main, ["build", "--root", str(copied_sources)])
    assert (built.exit_code, built.stderr) == (0, ""), built.exception
    paths = bundle(copied_sources / "spec").document["paths"]
    for (method, operation, path), row in zip(EXPECTED, NEW, strict=True):
        assert paths[path][method]["operationId"] == operation
        assert paths[path][method]["x-index-rows"] == [str(row)]
        assert paths[path][method]["x-provenance"]["confidence"] == "inferred"
        assert paths[path][method]["x-provenance"]["sources"] == ["index-2095-02"]
    client = (copied_sources / "generated_client/workato_embedded/resources/tide_reports.py").read_text("utf-8")
    assert "def refresh(" in client
    assert drift([*ROWS, *NEW]).exit_code == 0


def test_existing_text_is_kept(drift: Drift, copied_sources: Path) -> None:
    """The scaffold only adds lines, and changes the version, which is the date of the newest edition."""
    before = {path: path.read_text("utf-8") for path in (copied_sources / "spec").rglob("*.yaml")}
    drift([*ROWS, *NEW], "--scaffold", str(copied_sources))
    for path, text in before.items():
        after = iter(path.read_text("utf-8").splitlines())
        is_root = path == copied_sources / "spec/openapi.yaml"
        kept = text.replace("version: 2026.07.01", "version: 2095.02.20") if is_root else text
        assert all(line in after for line in kept.splitlines()), path


def test_another_folder_gets_whole_files(drift: Drift, copied_sources: Path, tmp_path: Path) -> None:
    """Another folder gets complete changed files, and the repository is not changed."""
    before = (copied_sources / "spec/openapi.yaml").read_text("utf-8")
    drift([*ROWS, *NEW], "--scaffold", str(tmp_path / "out"))
    assert (copied_sources / "spec/openapi.yaml").read_text("utf-8") == before
    whole = yaml.safe_load((tmp_path / "out/spec/openapi.yaml").read_text("utf-8"))
    assert "/managed_users" in whole["paths"]
    assert "/roles" in whole["paths"]


def test_the_mock_gets_a_stub(drift: Drift, copied_sources: Path) -> None:
    """Each new operation has a stub function with the parameters of the operation."""
    drift([*ROWS, *NEW], "--scaffold", str(copied_sources))
    source = (copied_sources / f"{RESOURCES}/workspace/tide_reports.py").read_text("utf-8")
    made = {n.name: [a.arg for a in n.args.args] for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
    assert made["_create_tide_report"] == ["context", "managed_user_id", "body"]
    assert made["_refresh_tide_report"] == ["context", "managed_user_id", "tide_report_id", "body"]


def test_the_date_of_the_page_becomes_an_edition(drift: Drift, copied_sources: Path) -> None:
    """New operations exist since the date of the page, which is added to the editions once."""
    before = [edition.date for edition in load_editions(copied_sources / "spec")]
    drift([*ROWS, *NEW], "--scaffold", str(copied_sources))
    assert [edition.date for edition in load_editions(copied_sources / "spec")] == [*before, "2095-02-20"]
    paths = bundle(copied_sources / "spec").document["paths"]
    assert {paths[path][method]["x-since"] for method, _, path in EXPECTED} == {"2095-02-20"}


def test_an_edition_between_others_is_added_in_order(copied_sources: Path, drift: Drift) -> None:
    """The date of a page that is older than the newest edition is added in its place."""
    options = ("--scaffold", str(copied_sources), "--edition", "2024-02-29")
    drift([*ROWS, *NEW], *options, updated="some day")
    dates = [edition.date for edition in load_editions(copied_sources / "spec")]
    assert dates[dates.index("2024-01-01") + 1] == "2024-02-29"


def test_the_new_index_keeps_the_corrections(drift: Drift, copied_sources: Path) -> None:
    """The new copy of the index has every row of the page, and keeps the corrections of wrong rows."""
    old = read_index(copied_sources / "spec")
    drift([*ROWS, *NEW], "--scaffold", str(copied_sources))
    new = read_index(copied_sources / "spec")
    assert len(new) == len(ROWS) + len(NEW)
    plain_old = [{**row, "path_correct": _blank(row["path_correct"])} for row in old]
    assert [{**row, "path_correct": _blank(row["path_correct"])} for row in new[: len(ROWS)]] == plain_old


def _blank(path: str) -> str:
    return "/".join("{}" if segment.startswith("{") else segment for segment in path.split("/"))


def test_a_removed_row_fails_the_lint(drift: Drift, copied_sources: Path) -> None:
    """With the new copy of the index, the lint names the operation whose row was removed."""
    drift([*ROWS[1:], *NEW], "--scaffold", str(copied_sources))
    result = CliRunner().invoke(main, ["lint", "--root", str(copied_sources)])
    assert result.exit_code == 1
    assert "(operation list_api_collections) [index-row]" in result.stderr


def test_without_changes_nothing_is_written(drift: Drift, tmp_path: Path) -> None:
    """Without differences, the scaffold writes nothing."""
    result = drift(ROWS, "--scaffold", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (
        0,
        f"{len(ROWS)} rows on the page, {len(ROWS)} in the spec: no drift\nno new or changed rows: nothing written\n",
    )
    assert not (tmp_path / "out").exists()


def test_a_page_without_a_date_needs_an_option(drift: Drift, tmp_path: Path) -> None:
    """Without a date on the page, the command requires --as-of."""
    result = drift([*ROWS, *NEW], "--scaffold", str(tmp_path / "out"), updated="some day")
    assert result.exit_code == 2
    assert result.stderr == "the pages have no date; give it with --as-of YYYY-MM-DD\n"
    options = ("--scaffold", str(tmp_path / "out"), "--as-of", "2096-02-29")
    assert drift([*ROWS, *NEW], *options, updated="some day").exit_code == 1
    assert (tmp_path / "out/spec/sources/index-2096-02-29.csv").is_file()


def test_invalid_input_gives_one_line(drift: Drift, copied_sources: Path, tmp_path: Path) -> None:
    """An unreadable page and an unwritable folder give a one-line error and exit code 2."""
    missing = CliRunner().invoke(main, ["drift", str(tmp_path / "no.html"), "--root", str(copied_sources)])
    (tmp_path / "file").write_text("", encoding="utf-8")
    blocked = drift([*ROWS, *NEW], "--scaffold", str(tmp_path / "file" / "out"))
    for result in (missing, blocked):
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
        assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("path", ["/api/:id", "/api/", "/api/tags/~", "/api//:id"])
def test_a_path_without_words_is_rejected(path: str, drift: Drift, tmp_path: Path) -> None:
    """A row from which no names can be derived gives an error, and nothing is written."""
    result = drift([*ROWS, PrintedRow("GET", path, "Odd")], "--scaffold", str(tmp_path / "out"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "out").exists()


def test_a_changed_row_gets_no_skeleton(drift: Drift, tmp_path: Path) -> None:
    """For a changed row, only the copy of the index is written."""
    drift([replace(ROWS[0], path=f"{ROWS[0].path}_two"), *ROWS[1:]], "--scaffold", str(tmp_path / "out"))
    written = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
    assert written == {"spec/sources/index-2095-02-20.csv", "spec/sources/sources.yaml"}


@pytest.mark.parametrize("options", [(), ("--edition", "2024-01-15")])
def test_older_pages_are_compared_and_not_written(
    options: tuple[str, ...], drift: Drift, copied_sources: Path, tmp_path: Path
) -> None:
    """Pages older than the newest copy of the index are compared with a note; skeletons of them are rejected."""
    sources = copied_sources / "spec" / "sources"
    (sources / "index-2023-11-20.csv").rename(sources / "index-2024-04-01.csv")
    updated = "2/20/2095" if options else "1/15/2024"
    result = drift([*ROWS, *NEW], *options, updated=updated)
    assert result.exit_code == 1
    note = "note: the pages are of 2024-01-15, the spec's copy of the index is of 2024-04-01; "
    assert result.stdout.splitlines()[-2].startswith(note)
    result = drift([*ROWS, *NEW], *options, "--scaffold", str(tmp_path / "out"), updated=updated)
    assert result.exit_code == 2
    assert "spec/sources has a copy of the index of 2024-04-01" in result.stderr
    assert not (tmp_path / "out").exists()


def test_pages_of_the_day_of_the_index_are_written(drift: Drift, tmp_path: Path) -> None:
    """Pages of the same day as the newest copy of the index do not count as older."""
    result = drift([*ROWS, *NEW], "--scaffold", str(tmp_path / "out"), updated="11/20/2023")
    assert (result.exit_code, "note:" in result.stdout) == (1, False)
    assert (tmp_path / "out/spec/sources/index-2023-11-20.csv").is_file()
