"""The examples in the guides of the client work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from workato_embedded.testing import Stub

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = {
    f"{path.stem}-{number}": text
    for path in sorted((ROOT / "docs/guides").glob("client*.md"))
    for number, text in enumerate(re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_an_example_works(name: str) -> None:
    """Each example of the guides runs, and its assertions hold."""
    stub = Stub()
    names: dict[str, Any] = {"stub": stub, "client": stub.client()}
    exec(compile(SNIPPETS[name], name, "exec"), names)


def test_there_are_examples() -> None:
    """The guides are found and have examples."""
    assert len(SNIPPETS) >= 7
