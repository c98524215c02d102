"""Importing the client loads only what is used."""

from __future__ import annotations

import subprocess
import sys

import pytest
import workato_embedded
from workato_embedded import models


def test_the_client_does_not_import_mock_or_generator() -> None:
    """Importing the client imports neither the mock, the generator, nor their libraries."""
    code = "import sys, workato_embedded; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"connexion", "sqlalchemy", "uvicorn", "starlette", "pydantic", "jinja2", "yaml", "generator"}
    assert not heavy & {name.partition(".")[0] for name in modules}
    assert "workato_embedded_mock" not in modules


def test_a_resource_is_imported_when_it_is_first_used() -> None:
    """Creating a client imports no resource and no model; using a resource imports only its own models."""
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


def test_an_unknown_name_is_an_attribute_error() -> None:
    """An unknown name raises AttributeError despite lazy imports, and `dir` lists the public names."""
    with pytest.raises(AttributeError, match="module 'workato_embedded' has no attribute 'Workato'"):
        workato_embedded.Workato  # type: ignore[attr-defined]  # noqa: B018
    assert dir(workato_embedded) == workato_embedded.__all__
    assert dir(models) == models.__all__
