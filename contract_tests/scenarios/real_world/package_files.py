"""Generates packages in the form of the platform."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

NAMES = st.text("abcdefgh ", min_size=1, max_size=6).map(str.strip).filter(bool)
FOLDERS = st.lists(NAMES, max_size=4).map("/".join)
KEY = "acme_erp_connector_17_1690000000"
# Files that are not assets, such as those of a working folder.
OTHER_FILES = st.dictionaries(
    st.builds(
        lambda folder, name: below(folder, name),
        FOLDERS,
        st.sampled_from(["README.md", ".gitkeep", ".DS_Store", "package.manifest", "project.json", "é.txt"]),
    ),
    st.binary(max_size=20),
    max_size=4,
)


@dataclass(frozen=True)
class Generated:
    """The files of a package.

    Attributes:
        connections: The files of connections and custom connectors, and the files next to them.
        recipes: The files of recipes.
        others: The files of assets that the mock does not interpret, and the files next to them.
    """

    connections: dict[str, Any]
    recipes: dict[str, Any]
    others: dict[str, Any]

    @property
    def assets(self) -> dict[str, Any]:
        """All files."""
        return {**self.connections, **self.others, **self.recipes}


def below(folder: str, name: str) -> str:
    """Return the path of a file in a folder."""
    return f"{folder}/{name}" if folder else name


def reference(path: str, name: str) -> dict[str, str]:
    """Return a reference to an asset, as the platform writes it."""
    return {"zip_name": path, "name": name, "folder": path.rpartition("/")[0]}


@st.composite
def packages(draw: st.DrawFn) -> Generated:
    """Generate a package with recipes that refer to connections and to each other."""
    connections: dict[str, Any] = {}
    targets = []
    for number, custom in enumerate(draw(st.lists(st.booleans(), min_size=1, max_size=3))):
        path = below(draw(FOLDERS), f"connection_{number}.connection.json")
        provider: Any = "jira"
        if custom:
            adapter = below(draw(FOLDERS), f"erp_{number}.custom_adapter.json")
            connections[adapter] = {"title": f"ERP {number}", "description": None, "version_no": 1, "note": None}
            connections[adapter.replace(".json", ".rb")] = draw(st.binary(max_size=20))
            provider = reference(adapter, f"ERP {number}")
        connections[path] = {
            "name": f"Connection {number}",
            "provider": provider,
            "secure_gateway_tunnel_name": None,
            "root_folder": False,
        }
        targets.append((path, f"Connection {number}", f"{KEY}{number}" if custom else "jira"))
    paths = [below(draw(FOLDERS), f"recipe_{number}.recipe.json") for number in range(draw(st.integers(1, 3)))]
    recipes = {
        path: _recipe(number, draw(st.sampled_from(targets)), draw(st.sampled_from(list(enumerate(paths)))))
        for number, path in enumerate(paths)
    }
    others: dict[str, Any] = {}
    for kind in draw(st.sets(st.sampled_from(["lcap_page", "agentic_genie", "test_case", "properties", "new_kind"]))):
        path = below(draw(FOLDERS), f"a.{kind}.json")
        others[path] = {"name": "A", "content": draw(st.text(max_size=10))}
        for suffix in draw(st.sets(st.sampled_from(["png", "zip", "csv"]))):
            others[path.replace(".json", f".{suffix}")] = draw(st.binary(max_size=20))
    return Generated(connections, recipes, others)


def _recipe(number: int, account: tuple[str, str, str], called: tuple[int, str]) -> dict[str, Any]:
    path, name, provider = account
    steps = [
        {"number": 1, "keyword": "action", "provider": provider, "name": "create", "input": {}},
        {
            "number": 2,
            "keyword": "action",
            "provider": "workato_recipe_function",
            "name": "call_recipe",
            "input": {"flow_id": reference(called[1], f"Recipe {called[0]}")},
        },
    ]
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": steps}
    return {
        "name": f"Recipe {number}",
        "description": "Does something",
        "version": 1,
        "private": True,
        "concurrency": 1,
        "code": code,
        "config": [_line("clock", None), _line(provider, reference(path, name))],
    }


def _line(provider: str, account: Any) -> dict[str, Any]:
    return {"keyword": "application", "provider": provider, "skip_validation": False, "account_id": account}


def zipped(files: Mapping[str, Any], order: Sequence[str] | None = None) -> bytes:
    """Return a zip file, with its files in an order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in order or list(files):
            content = files[path]
            archive.writestr(path, content if isinstance(content, bytes) else json.dumps(content))
    return buffer.getvalue()


def content_of(data: bytes) -> dict[str, Any]:
    """Return the files of a zip file; those of assets are parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {path: archive.read(path) for path in archive.namelist()}
    return {path: json.loads(data) if path.endswith(".json") else data for path, data in files.items()}
