"""OpenAPI Generator makes clients of the document in five languages; two of them are compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contract_tests.interop.generators import LANGUAGES, build_go, check_typescript, generate
from contract_tests.support.node import needs_node

pytestmark = pytest.mark.nightly


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_client_is_generated(language: str, tmp_path: Path) -> None:
    """The generator writes a client without errors."""
    output = generate(language, tmp_path / "client")
    assert not re.findall(r"^\[\w+\] ERROR .*$|^Exception in .*$", output, re.MULTILINE)
    assert len([path for path in (tmp_path / "client").rglob("*") if path.is_file()]) > 100


def test_the_client_in_go_compiles(tmp_path: Path) -> None:
    """The client in Go compiles without other modules."""
    generate("go", tmp_path / "client")
    build_go(tmp_path / "client")


@needs_node
def test_the_client_in_typescript_compiles(tmp_path: Path) -> None:
    """The client for fetch compiles with strict types."""
    generate("typescript-fetch", tmp_path / "client")
    check_typescript(tmp_path / "client")
