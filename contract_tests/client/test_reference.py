"""The list of methods for people has every method."""

from __future__ import annotations

import inspect
import re

from workato_embedded import WorkatoEmbedded
from workato_embedded._operations.index import ALL

from contract_tests.client.test_methods import methods
from contract_tests.support.validator import ROOT

TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """Return what api.md says of each method, by its dotted name."""
    parts = re.split(r"^### client\.(\S+)$", TEXT, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_each_method_has_its_section() -> None:
    """Each says the request, the errors and how well the operation is known, and leads to the reference."""
    with WorkatoEmbedded("token") as client:
        beside = methods(client, of_operations=False)
    assert len(sections()) == len(ALL) + len(beside)
    assert all(f"client.packages.{name.partition('.')[2]}\n" in TEXT for name in beside)
    for operation in ALL:
        said = next(text for text in sections().values() if f"#operation/{operation.id})" in text)
        assert f"`{operation.method} {operation.path}`" in said
        assert "`AuthenticationError` (401)" in said
        assert re.search(r"\), (documented|inferred)", said)


def test_each_parameter_is_told() -> None:
    """The signature of each method of the client is the one of its section."""
    told = {name.rpartition(".")[2] + text.partition("```python")[2] for name, text in sections().items()}
    with WorkatoEmbedded("token") as client:
        for method in methods(client).values():
            names = [name for name in inspect.signature(method).parameters if name != "options"]
            section = [text for text in told if text.startswith(f"{method.__name__}\n{method.__name__}(")]
            assert any(all(f"| `{name}`" in text for name in names) for text in section), method


def test_links_lead_somewhere() -> None:
    """Headings that the table of resources names are there."""
    headings = {line[3:].replace(".", "") for line in TEXT.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\(#(\w+)\)", TEXT)) == headings
