"""docs/api.md describes every method of the client."""

from __future__ import annotations

import inspect
import re

from workato_embedded import WorkatoEmbedded
from workato_embedded._operations.index import ALL

from contract_tests.client.test_methods import methods
from contract_tests.support.validator import ROOT

TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """Return the section of each method in api.md, by its dotted name."""
    parts = re.split(r"^### client\.(\S+)$", TEXT, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_each_method_has_a_section() -> None:
    """Each section has the request, the errors, the confidence, and a link to the reference."""
    with WorkatoEmbedded("token") as client:
        others = methods(client, of_operations=False)
    assert len(sections()) == len(ALL) + len(others)
    assert all(f"client.packages.{name.partition('.')[2]}\n" in TEXT for name in others)
    for operation in ALL:
        section = next(text for text in sections().values() if f"/{operation.id}.html)" in text)
        assert f"`{operation.method} {operation.path}`" in section
        assert "`AuthenticationError` (401)" in section
        assert re.search(r"\), (documented|inferred)", section)


def test_each_parameter_is_described() -> None:
    """The section of each method has all of its parameters."""
    described = {name.rpartition(".")[2] + text.partition("```python")[2] for name, text in sections().items()}
    with WorkatoEmbedded("token") as client:
        for method in methods(client).values():
            names = [name for name in inspect.signature(method).parameters if name != "options"]
            section = [text for text in described if text.startswith(f"{method.__name__}\n{method.__name__}(")]
            assert any(all(f"| `{name}`" in text for name in names) for text in section), method


def test_links_to_headings_work() -> None:
    """Each link in the table of resources has its heading."""
    headings = {line[3:].replace(".", "") for line in TEXT.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\(#(\w+)\)", TEXT)) == headings
