"""Importing the client loads only what is used."""

from __future__ import annotations

import subprocess
import sys

import pytest
import workato_embedded
from workato_embedded import models


def test_importing_the_client_imports_no_server_and_no_generator() -> None:
    """The client needs httpx and attrs, and nothing of the mock, the generator or their libraries."""
    code = "import sys, workato_embedded; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"connexion", "sqlalchemy", "uvicorn", "starlette", "pydantic", "jinja2", "yaml", "generator"}
    assert not heavy & {name.partition(".")[0] for name in modules}
    assert "workato_embedded_mock" not in modules


def test_making_a_client_imports_no_resource_and_no_model() -> None:
    """Who makes a client pays for httpx; what a resource needs is imported when that resource is used, and no other."""
    code = (
        "import sys, workato_embedded as w; client = w.WorkatoEmbedded('token'); made = set(sys.modules);"
        "client.recipes; print(*made); print(*set(sys.modules) - made)"
    )
    made, used = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert not {"asyncio", "attr", "attrs", "workato_embedded.models"} & set(made.split())
    assert "workato_embedded.resources.recipes" not in made
    ours = {name for name in used.split() if name.startswith("workato_embedded.models.")}
    assert ours == {"workato_embedded.models.recipes"}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """That names are imported late does not change how a wrong one is refused, and `dir` lists the right ones."""
    with pytest.raises(AttributeError, match="module 'workato_embedded' has no attribute 'Workato'"):
        workato_embedded.Workato  # type: ignore[attr-defined]  # noqa: B018
    assert dir(workato_embedded) == workato_embedded.__all__
    assert dir(models) == models.__all__
