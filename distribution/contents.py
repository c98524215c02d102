"""Checks what is in wheels and sdists: what users need, and nothing of tests, builds or the machine that built them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from tempfile import gettempdir

from distribution.archives import Archive

# Names of files and folders that no user needs.
_UNWANTED = re.compile(
    r"(?:^|/)(?:tests?|test_[^/]*|conftest\.py|__pycache__|\.git|\.venv|build|dist|site)(?:/|$)|\.pyc$"
)
# The folders of this person, of this repository and of temporary files.
_MACHINE = {str(path) for path in (Path.home(), Path(__file__).resolve().parents[1], gettempdir())}
_OF_THIS_MACHINE = re.compile("|".join(rf"(?<![\w./-]){re.escape(path)}/[\w.-]+" for path in sorted(_MACHINE)).encode())


def content_problems(archive: Archive) -> Iterator[str]:
    """Yield a sentence for each thing that a wheel or an sdist lacks, or should not have."""
    name = archive.path.name
    for file, content in archive.files.items():
        if _UNWANTED.search(file) and not file.startswith("spec/dist/"):
            yield f"{name} has {file}, which is not for users"
        for found in _OF_THIS_MACHINE.findall(content):
            yield f"{name} has the path {found.decode()} of this machine in {file}"
    if not any(re.search(r"(?:^|/licenses/)LICENSE$", file) for file in archive.files):
        yield f"{name} has no LICENSE"
    if archive.is_wheel:
        yield from _package_problems(archive)


def _package_problems(wheel: Archive) -> Iterator[str]:
    tops = {file.partition("/")[0] for file in wheel.files}
    for package in sorted(top for top in tops if not top.endswith(".dist-info")):
        if f"{package}/py.typed" not in wheel.files:
            yield f"{wheel.path.name} has no {package}/py.typed, so type checkers ignore its types"
    for group, command, module in _entry_points(wheel):
        path = module.replace(".", "/")
        if not {f"{path}.py", f"{path}/__init__.py"} & wheel.files.keys():
            yield f"{wheel.path.name} has no module {module}, which its entry point {command} of {group} names"


def _entry_points(wheel: Archive) -> Iterator[tuple[str, str, str]]:
    """Yield group, name and module of each entry point."""
    parser = ConfigParser(delimiters=("=",))
    for file, content in wheel.files.items():
        if file.endswith(".dist-info/entry_points.txt"):
            parser.read_string(content.decode())
    for group in parser.sections():
        for command, target in parser[group].items():
            yield group, command, target.partition(":")[0]
