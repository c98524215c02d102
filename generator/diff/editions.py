"""Loads an edition of the document from a file, a checkout folder, or a git revision."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.findings import GeneratorError


class UnknownEditionError(GeneratorError):
    """A name is not that of a file, a folder or a git revision."""


PUBLISHED = "spec/dist/openapi.json"


def edition(name: str, root: Path) -> dict[str, Any]:
    """Return the document called `name`: a bundle file, a checkout folder, or a git revision of `root`.

    Raises:
        UnknownEditionError: `name` is not one of these.
        GeneratorError: It is not a valid OpenAPI 3.0 document.
    """
    path = Path(name)
    if path.is_dir():
        path = path / PUBLISHED
    text = _file(path) if path.is_file() else _revision(name, root)
    return _document(text, name)


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GeneratorError(f"cannot read {path} as text") from error


def _revision(name: str, root: Path) -> str:
    git = shutil.which("git")
    if git is None or name.startswith("-"):
        raise UnknownEditionError(f"file not found: {name}")
    done = subprocess.run(  # noqa: S603 - a fixed program; the revision cannot be an option
        [git, "-C", str(root), "show", f"{name}:{PUBLISHED}"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnknownEditionError(f"{name} is neither a file nor a git revision of {root} with {PUBLISHED}")
    return done.stdout


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError) as error:
        raise GeneratorError(f"{name} is neither JSON nor YAML") from error
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3.0."):
        raise GeneratorError(f"{name} is not an OpenAPI 3.0 document")
    for problem in OpenAPIV30SpecValidator(document).iter_errors():
        location = "/".join(str(step) for step in problem.absolute_path)
        raise GeneratorError(
            f"{name} is not a valid OpenAPI document: {location} {problem.message.splitlines()[0][:200]}"
        )
    return document
