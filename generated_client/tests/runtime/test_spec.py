"""Tests of the document that is installed with the client."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from workato_embedded._runtime import spec

# Prints the path of the document, and the names of its folder.
PROGRAM = (
    "from workato_embedded._runtime.spec import spec_path as p; print(p(), [x.name for x in p().parent.iterdir()])"
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with the client as it is installed, which has a document of two characters; the folder of the client."""
    client = tmp_path / "workato_embedded"
    (client / "_runtime").mkdir(parents=True)
    (client / "__init__.py").touch()
    (client / "_runtime/__init__.py").touch()
    (client / "_runtime/spec.py").write_bytes(Path(spec.__file__).read_bytes())
    (client / "_spec").mkdir()
    (client / "_spec/openapi.json.gz").write_bytes(gzip.compress(b"{}"))
    return client


def test_a_checkout_has_the_document_as_a_file() -> None:
    """In a checkout, the path is that of the published document, and the bytes are those of the file."""
    path = spec.spec_path()
    assert path.parts[-3:] == ("spec", "dist", "openapi.json")
    assert spec.read_spec() == path.read_bytes()


def test_an_installed_document_is_unpacked_once(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed document is unpacked to one temporary file, however often its path is asked for."""
    monkeypatch.setattr(spec, "__file__", str(installed / "_runtime/spec.py"))
    path = spec.spec_path("openapi.json")
    assert (path.name, path.read_bytes(), spec.read_spec()) == ("openapi.json", b"{}", b"{}")
    assert not path.is_relative_to(installed)
    assert spec.spec_path() == path


def test_the_unpacked_document_is_deleted_at_exit(installed: Path) -> None:
    """The temporary file of an installed document and its folder are deleted when the process ends."""
    environment = {**os.environ, "PYTHONPATH": str(installed.parent)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment, cwd=installed
    )
    path, _, names = done.stdout.strip().partition(" ")
    assert names == "['openapi.json']"
    assert not Path(path).parent.exists()


def test_a_missing_document_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing document, and another name than that of the document, raise FileNotFoundError."""
    with pytest.raises(FileNotFoundError, match=r"^openapi\.yaml is not part of this installation; openapi\.json is$"):
        spec.spec_path("openapi.yaml")
    monkeypatch.setattr(spec, "__file__", str(tmp_path / "_runtime/spec.py"))
    for read in (spec.spec_path, spec.read_spec):
        with pytest.raises(FileNotFoundError, match=r"^openapi\.json is not part of this installation$"):
            read()
