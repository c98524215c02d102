"""The files of a release have what users need, complete metadata, and nothing of tests or of the machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from distribution.archives import Archive
from distribution.check import check_files
from distribution.cli import main
from distribution.errors import ReleaseError
from distribution.metadata import to_do

Change = Callable[[dict[str, bytes]], None]


def is_client_wheel(archive: Archive) -> bool:
    """Return whether a file is the wheel of the client."""
    return archive.is_wheel and archive.path.name.startswith("workato_embedded-")


def problems(built: list[Archive], change: Change) -> str:
    """Change the files of the client's wheel, and return the message of the check."""
    changed = [replace(each, files=dict(each.files)) for each in built]
    change(next(each for each in changed if is_client_wheel(each)).files)
    with pytest.raises(ReleaseError) as raised:
        check_files(changed)
    return re.sub(r"workato_embedded-[^-]*-py3-none-any\.whl", "WHEEL", str(raised.value))


def named(files: dict[str, bytes], end: str) -> str:
    """Return the name of the file whose name ends so."""
    return next(name for name in files if name.endswith(end))


def edit(files: dict[str, bytes], end: str, old: str, new: str) -> None:
    """Replace a text in the file whose name ends so."""
    name = named(files, end)
    text = files[name].decode()
    assert old in text
    files[name] = text.replace(old, new).encode()


def test_a_release_of_this_repository_has_no_problems(built: list[Archive]) -> None:
    """The wheels and sdists of this repository pass all checks of contents and metadata."""
    check_files(built)
    assert len(built) == 4


def test_files_of_tests_and_builds_are_found(built: list[Archive]) -> None:
    """A test, a file of pytest and bytecode in a wheel are problems, and a package named `testing` is not."""
    names = ["tests/a.py", "test_a.py", "conftest.py", "__pycache__/a.pyc", "testing/a.py"]
    message = problems(built, lambda files: files.update({f"workato_embedded/{name}": b"" for name in names}))
    assert message.splitlines() == [f"WHEEL has workato_embedded/{name}, which is not for users" for name in names[:4]]


def test_paths_of_this_machine_are_found(built: list[Archive]) -> None:
    """A path in the home folder in any file is a problem; the same text within another path is not."""
    path = f"{Path.home()}/secret-project"
    text = f'x = "{path}/a"; y = "https://example.com{path}"'.encode()
    message = problems(built, lambda files: files.update({"workato_embedded/a.py": text}))
    assert message == f"WHEEL has the path {path} of this machine in workato_embedded/a.py"


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("/LICENSE", "WHEEL has no LICENSE"),
        ("/py.typed", "WHEEL has no workato_embedded/py.typed, so type checkers ignore its types"),
        (
            "/cli.py",
            "WHEEL has no module workato_embedded.cli, which its entry point workato-embedded of console_scripts names",
        ),
    ],
)
def test_missing_files_are_found(built: list[Archive], end: str, message: str) -> None:
    """A missing license, marker of types or module of a command is a problem."""

    def remove(files: dict[str, bytes]) -> None:
        if end == "/cli.py":
            del files["workato_embedded/cli.py"]
        else:
            del files[named(files, end)]

    assert problems(built, remove) == message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Project-URL: Issues, https://", "Project-URL: Issues, http://", "expected URLs with https for Issues"),
        ("Classifier: Typing :: Typed\n", "", "expected a classifier Typing :: Typed"),
        (
            "Classifier: Typing :: Typed\n",
            "Classifier: Typing :: Typed\nClassifier: License :: OSI Approved :: MIT License\n",
            "expected no classifier of the license besides the expression",
        ),
        ("License-Expression: MIT\n", "", "expected a license expression and a license file"),
        ("Requires-Python: >=3.11\n", "", "expected the Pythons that it supports"),
    ],
)
def test_incomplete_metadata_is_found(built: list[Archive], old: str, new: str, message: str) -> None:
    """A missing field of the metadata is a problem, and so is a difference between wheel and sdist."""
    found = problems(built, lambda files: edit(files, "/METADATA", old, new)).splitlines()
    assert found == [f"WHEEL: {message}", "WHEEL and the sdist differ in their metadata"]


@pytest.mark.parametrize("link", ["[a](docs/a.md)", '<img src="docs/images/a.png">', "[a](../a.md#part)"])
def test_relative_links_are_found(built: list[Archive], link: str) -> None:
    """A link or a picture of the description that leads to no page of a package index is a problem."""
    found = problems(built, lambda files: edit(files, "/METADATA", "# workato-embedded\n", f"{link}\n"))
    assert "WHEEL: expected absolute links in the description, found " in found


def test_links_of_the_readme_lead_to_the_repository(built: list[Archive], committed: Path) -> None:
    """The relative links and pictures of both READMEs lead to files of the version in the repository."""
    for archive in built:
        text, version = archive.metadata.get_payload(), archive.metadata["Version"]
        pages, pictures = (
            re.findall(rf"https://[\w.-]+/source/{kind}/v{re.escape(version)}/([^)#\"\s]+)", str(text))
            for kind in ("pages", "files")
        )
        assert any(page.endswith(".md") for page in pages)
        assert all(picture.endswith(".png") for picture in pictures)
        assert [path for path in [*pages, *pictures] if not (committed / path).exists()] == []


def test_files_of_two_versions_are_found(built: list[Archive]) -> None:
    """A release whose files have two versions has a problem."""
    found = problems(built, lambda files: edit(files, "/METADATA", "\nVersion: ", "\nVersion: 99."))
    assert re.match(r"expected one version, found [\d.]+, 99\.[\d.]+\n", found)


def test_a_missing_file_is_found(built: list[Archive]) -> None:
    """A release without one of its wheels has a problem."""
    with pytest.raises(ReleaseError, match=r"^expected a wheel and an sdist of each of .*; found 3 files$"):
        check_files([each for each in built if not is_client_wheel(each)])


def test_addresses_to_set_are_listed(built: list[Archive]) -> None:
    """The addresses of example.com in the metadata are listed: they must be set before the publication."""
    listed = to_do(built)
    assert "Issues, https://workato-embedded.example.com/issues/" in listed
    assert "links of the README to workato-embedded.example.com" in listed


def test_missing_programs_are_named(built: list[Archive], tmp_path: Path) -> None:
    """`python -m distribution check` without its programs says what installs them."""
    folder = built[0].path.parent
    done = CliRunner().invoke(main, ["check", "--output", str(folder), "--tools", str(tmp_path)])
    assert (done.exit_code, done.output) == (1, f"Error: {tmp_path}/twine is missing: `make release` installs it\n")


def test_a_folder_without_a_release_is_rejected(tmp_path: Path) -> None:
    """`python -m distribution check` in an empty folder says what writes the files."""
    done = CliRunner().invoke(main, ["check", "--output", str(tmp_path)])
    assert done.output == f"Error: {tmp_path} has no wheels: `python -m distribution build` writes them\n"
