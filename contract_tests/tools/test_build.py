"""A clone in which no test ran can be built and installed as two distributions, which have the same version."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import venv
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from contract_tests.support.distributions import copy_sources, dependencies, install
from contract_tests.support.validator import ROOT
from contract_tests.support.validator import operations as documented_operations
from distribution.build import PROJECTS, build, unpack
from generator.outputs import package_version

CLIENT, MOCK = PROJECTS

# Some files of the console that are not code.
CONSOLE = ("static/README.md", "static/console.css", "static/htmx.min.js", "templates/base.html")

# Prints what the control plane of the installed mock returns.
PROGRAM = """
import httpx2, workato_embedded_mock
with workato_embedded_mock.create_app() as app:
    transport = workato_embedded_mock.MockTransport(app)
    with httpx2.Client(transport=transport, base_url="http://mock.example.com") as http:
        print(http.get("/_mock/operations").text)
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the files that git tracks or would track, without build outputs."""
    folder = tmp_path_factory.mktemp("clone")
    copy_sources(folder)
    return folder


def files(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel by name."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def requirements(wheel: Path) -> tuple[str, list[str]]:
    """Return the version in the metadata of a wheel, and what it requires."""
    (text,) = (text for name, text in files(wheel).items() if name.endswith(".dist-info/METADATA"))
    metadata = BytesParser().parsebytes(text)
    return metadata["Version"], metadata.get_all("Requires-Dist", [])


def served(wheels: dict[str, Path], mock: Path, folder: Path) -> list[dict[str, Any]]:
    """Install a wheel of the mock with all that it needs, and return the operations that it lists."""
    libraries = dependencies(MOCK).keys() - PROJECTS.keys()
    done = install(folder / "environment", [wheels[CLIENT], mock], libraries).run("python", "-c", PROGRAM)
    assert done.stderr == ""
    operations: list[dict[str, Any]] = json.loads(done.stdout)["operations"]
    return operations


@pytest.mark.parametrize("name", PROJECTS)
def test_an_sdist_builds_the_same_wheel_as_the_clone(clone: Path, tmp_path: Path, name: str) -> None:
    """The wheel that is built from the sdist of a distribution has the bytes of the one that is built in the clone."""
    source = unpack(build(clone, PROJECTS[name], "sdist", tmp_path), tmp_path / "source")
    made = build(source, ".", "wheel", tmp_path)
    (tmp_path / "direct").mkdir()
    direct = build(clone, PROJECTS[name], "wheel", tmp_path / "direct")
    assert files(made) == files(direct)
    assert made.read_bytes() == direct.read_bytes()


def test_each_file_is_in_one_distribution(wheels: dict[str, Path]) -> None:
    """The client's wheel has the document once, compressed; the mock's has what it serves; they share no file."""
    names = {name: set(files(wheel)) for name, wheel in wheels.items()}
    assert not names[CLIENT] & names[MOCK]
    specs = {
        name: {path.rpartition("/_spec/")[2] for path in paths if "/_spec/" in path} for name, paths in names.items()
    }
    # Evidence is there if a run of the tests has written it.
    assert (specs[CLIENT], specs[MOCK] - {"evidence.json"}) == (
        {"openapi.json.gz"},
        {"editions.json", "fixtures.json", "openapi.json", "openapi.json.sha256"},
    )
    assert {f"workato_embedded_mock/console/{name}" for name in CONSOLE} <= names[MOCK]
    for name, package in ((CLIENT, "workato_embedded"), (MOCK, "workato_embedded_mock")):
        assert {path.partition("/")[0] for path in names[name]} == {
            package,
            f"{package}-{package_version(ROOT)}.dist-info",
        }
        assert f"{package}/py.typed" in names[name]


def test_the_distributions_require_each_other_in_one_version(clone: Path, tmp_path: Path) -> None:
    """The version of pyproject.toml is that of both distributions, and they require each other in this version."""
    folder = tmp_path / "clone"
    shutil.copytree(clone, folder)
    project = folder / "pyproject.toml"
    text, count = re.subn(r'(?m)^version = ".*"$', 'version = "7.8.9"', project.read_text("utf-8"))
    project.write_text(text, "utf-8")
    assert count == 1
    found = {name: requirements(build(folder, path, "wheel", tmp_path)) for name, path in PROJECTS.items()}
    assert {version for version, _ in found.values()} == {"7.8.9"}
    assert "workato-embedded-mock==7.8.9; extra == 'mock'" in found[CLIENT][1]
    assert "workato-embedded-mock[postgres]==7.8.9; extra == 'postgres'" in found[CLIENT][1]
    assert "workato-embedded==7.8.9" in found[MOCK][1]


def test_both_distributions_have_the_license() -> None:
    """The license file in the folder of each distribution is the same."""
    texts = {(ROOT / path / "LICENSE").read_text("utf-8") for path in PROJECTS.values()}
    assert len(texts) == 1


def test_a_clone_without_evidence_builds_and_serves(clone: Path, wheels: dict[str, Path], tmp_path: Path) -> None:
    """The mock builds without evidence, and the installed mock returns `evidence: null` for each operation."""
    operations = served(wheels, build(clone, PROJECTS[MOCK], "wheel", tmp_path), tmp_path)
    assert {operation["operation_id"] for operation in operations} == documented_operations().keys()
    assert {str(operation["evidence"]) for operation in operations} == {"None"}


@pytest.mark.parametrize("current", [True, False], ids=["of this document", "of another document"])
def test_evidence_is_built_in_if_it_is_of_this_document(
    clone: Path, wheels: dict[str, Path], tmp_path: Path, *, current: bool
) -> None:
    """Evidence of this document is in the mock's sdist and wheel, and is served; other evidence is left out."""
    document = (clone / "spec/dist/openapi.json").read_bytes() if current else b""
    evidence = {"spec_sha256": hashlib.sha256(document).hexdigest(), "operations": {"get_member": {"fuzzed": True}}}
    path = clone / "build/evidence.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(evidence), "utf-8")
    try:
        source = unpack(build(clone, PROJECTS[MOCK], "sdist", tmp_path), tmp_path / "source")
    finally:
        path.unlink()
    assert (source / "workato_embedded_mock/_spec/evidence.json").is_file() == current
    operations = served(wheels, build(source, ".", "wheel", tmp_path), tmp_path)
    found = {operation["operation_id"]: operation["evidence"] for operation in operations}
    assert found["get_member"] == (evidence["operations"]["get_member"] if current else None)  # type: ignore[index]  # the dict above


@pytest.mark.nightly
def test_pip_installs_both_wheels_from_a_folder(wheels: dict[str, Path], tmp_path: Path) -> None:
    """Both wheels install with pip from a folder of wheels into an empty environment, and their commands work."""
    wanted = "workato-embedded[cli,console,mock,postgres]"
    locked = re.findall(r"(?m)^([a-z0-9._-]+)(==[^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"))
    libraries = [name + version for name, version in locked if name in dependencies(wanted)]
    download = ["pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(tmp_path / "wheels")]
    subprocess.run([sys.executable, "-m", *download, *libraries], check=True, capture_output=True)
    for wheel in wheels.values():
        shutil.copy(wheel, tmp_path / "wheels")
    venv.create(tmp_path / "environment", with_pip=True, symlinks=True)
    commands = tmp_path / "environment/bin"
    install = ["install", "--quiet", "--no-index", "--find-links", str(tmp_path / "wheels"), wanted]
    for command in (
        ["pip", *install],
        ["pip", "check"],
        ["workato-mock", "operations"],
        ["workato-embedded", "--help"],
    ):
        done = subprocess.run([commands / command[0], *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
