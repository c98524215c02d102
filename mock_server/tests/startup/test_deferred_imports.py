"""Packages and modules are imported without running them, and are the real ones when they are used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# A package with a module and a name that only the package makes, and a module that imports others.
_FILES = {
    "early/__init__.py": "import sys\nsys.runs.append('early')\nfrom early.part import PART\nname = PART + 1\n",
    "early/part.py": "import sys\nsys.runs.append('part')\nPART = 1\n",
    "plain.py": "import sys\nsys.runs.append('plain')\nvalue = 2\n",
    "user.py": "import plain\ndef use():\n    return plain.value\n",
    "hasty.py": "import plain\nseen = plain.value\n",
    "broken/__init__.py": "import sys\nsys.runs.append('broken')\nassert sys.runs[1:], 'later'\nid = 3\n",
    "slow/__init__.py": "import sys\nsys.runs.append('slow')\nsys.started.set()\nsys.go_on.wait()\nvalue = 4\n",
}
_HEAD = """
import sys
sys.path.insert(0, {folder!r})
sys.runs = []
from workato_embedded_mock.startup.deferred_imports import deferred_imports
"""

Run = Callable[[str], str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs code in a new interpreter which has the packages, and returns what it prints."""
    for name, content in _FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)

    def run_code(code: str) -> str:
        command = [sys.executable, "-c", _HEAD.format(folder=str(tmp_path)) + code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return run_code


def test_a_module_is_imported_when_it_is_used(run: Run) -> None:
    """What a module imports in the block is imported when the module uses it, and then it is the module itself."""
    code = """
with deferred_imports(packages=[], modules=["plain"]):
    import user
before = list(sys.runs), "plain" in sys.modules
print(before, user.use(), sys.runs, sys.modules["plain"].value)
sys.modules["plain"].value = 5
print(user.use())
"""
    assert run(code) == "([], False) 2 ['plain'] 2\n5"


def test_others_import_the_module_itself(run: Run) -> None:
    """After the block, an import finds the module itself, before and after the importing module has used it."""
    code = """
with deferred_imports(packages=[], modules=["plain"]):
    import user
import plain
from plain import value
print(type(plain).__name__, plain is sys.modules["plain"], plain.__loader__ is plain.__spec__.loader, value)
print(user.use(), plain is sys.modules["plain"])
"""
    assert run(code) == "module True True 2\n2 True"


def test_a_module_that_is_used_in_the_block_is_imported(run: Run) -> None:
    """A module that the importing module uses at once is imported in the block, as if it were not deferred."""
    code = """
with deferred_imports(packages=[], modules=["plain"]):
    import hasty
print(hasty.seen, type(sys.modules["plain"]).__name__, sys.runs)
"""
    assert run(code) == "2 module ['plain']"


def test_a_module_of_a_package_can_be_imported_without_the_package(run: Run) -> None:
    """A module of a deferred package is imported without running the package, which stays the same object."""
    code = """
with deferred_imports(packages=["early"], modules=[]):
    from early.part import PART
before, imported = list(sys.runs), sys.modules["early"]
import early
print(before, early.name, sys.runs, type(early).__name__, early is imported, early.part.PART)
"""
    assert run(code) == "['part'] 2 ['part', 'early'] module True 1"


def test_a_name_of_a_package_can_be_imported(run: Run) -> None:
    """Importing a name, or all names, of a deferred package runs the package, in the block too."""
    code = """
with deferred_imports(packages=["early", "broken"], modules=[]):
    from early import name
    import broken
from broken import *
print(name, id, sys.runs)
"""
    assert run(code) == "2 3 ['early', 'part', 'broken']"


def test_looking_at_a_package_does_not_run_it(run: Run) -> None:
    """A deferred package has the attributes that the import system sets, and none that tools look for."""
    code = """
with deferred_imports(packages=["early"], modules=[]):
    import early
names = ("__file__", "__spec__", "__path__", "__loader__", "__warningregistry__", "__wrapped__")
print([hasattr(early, name) for name in names], early.__spec__.loader is early.__loader__, sys.runs)
"""
    assert run(code) == "[True, True, True, True, False, False] True []"


def test_the_names_of_a_package_are_complete(run: Run) -> None:
    """`dir` of a deferred package has the names that the package makes when it runs."""
    code = """
with deferred_imports(packages=["early"], modules=[]):
    import early.part
print("name" in dir(early), type(early).__name__)
"""
    assert run(code) == "True module"


def test_a_package_that_fails_runs_again(run: Run) -> None:
    """If a deferred package raises an error when it is first used, the next use runs it again."""
    code = """
with deferred_imports(packages=["broken"], modules=[]):
    import broken
try:
    broken.id
except AssertionError as error:
    print(error)
print(broken.id, sys.runs)
"""
    assert run(code) == "later\n3 ['broken', 'broken']"


def test_threads_wait_until_a_package_has_run(run: Run) -> None:
    """If two threads use a deferred package at the same time, it runs once, and both get its names."""
    code = """
from concurrent.futures import ThreadPoolExecutor
from threading import Event
sys.started, sys.go_on = Event(), Event()
with deferred_imports(packages=["slow"], modules=[]):
    import slow
with ThreadPoolExecutor(2) as pool:
    first = pool.submit(lambda: slow.value)
    sys.started.wait()
    second = pool.submit(lambda: slow.value)
    sys.go_on.set()
    print(first.result(), second.result(), sys.runs)
"""
    assert run(code) == "4 4 ['slow']"


def test_what_was_imported_before_stays_as_it_is(run: Run) -> None:
    """A module that was imported before the block is not changed, and one that does not exist is not found."""
    code = """
import plain
with deferred_imports(packages=["plain"], modules=["plain", "absent"]):
    import plain as again
    try:
        import absent
    except ModuleNotFoundError as error:
        print(error)
import early
print(again is plain, sys.modules["plain"] is plain, sys.runs)
"""
    assert run(code) == "No module named 'absent'\nTrue True ['plain', 'early', 'part']"
