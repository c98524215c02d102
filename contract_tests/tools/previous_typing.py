"""Run the typing tests of the last release with the current client: `python -m contract_tests.tools.previous_typing`.

The typing tests of a release use the client as programs do. If mypy rejects them with the client in the working tree,
the types have changed incompatibly. Exit code 0: they pass, or there is no release; 1: they fail.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from generator.findings import GeneratorError
from generator.releases import last_record

ROOT: Final = Path(__file__).resolve().parents[2]
TESTS: Final = "contract_tests/client/typing"
SOURCES: Final = "generated_client"

# mypy cannot check the files of a record in place: its folder is not the name of a module.
COPIES: Final = "build/previous_typing"

# A later client may accept more than the typing tests of a release say that it rejects.
_OPTIONS: Final = b"\n# mypy: no-warn-unused-ignores\n"


def main() -> None:
    """Run the check and print the result."""
    passed, message = check(ROOT)
    sys.stdout.write(f"{message}\n")
    raise SystemExit(0 if passed else 1)


def check(root: Path) -> tuple[bool, str]:
    """Return whether the typing tests of the last release pass with the client below `root`, and a message."""
    try:
        record = last_record(root)
        if record is None:
            return True, "There is no release yet, so there are no typing tests to check."
        files = record.files()
    except GeneratorError as error:
        return False, str(error)
    names = _copy({Path(path).name: content for path, content in files.items() if path.endswith(".py")}, root)
    # With the settings and the cache of the other files, mypy reads the client's types from the cache.
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *names]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if found.returncode:
        return (
            False,
            f"The typing tests of {record.version} fail with the client:\n{found.stdout}{found.stderr}".strip(),
        )
    return True, f"The typing tests of {record.version} pass with the client."


def _copy(tests: dict[str, bytes], root: Path) -> list[str]:
    """Copy typing tests into the folder for builds, and return their paths. Their lines keep their numbers."""
    folder = root / COPIES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in tests.items():
        (folder / name).write_bytes(content + _OPTIONS)
    return [f"{COPIES}/{name}" for name in tests]


if __name__ == "__main__":
    main()
