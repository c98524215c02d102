"""Run the typing tests of the last release with the current client: `python -m contract_tests.tools.previous_typing`.

The typing tests of a release use the client as programs do. If mypy rejects them with the client in the working tree,
the types have changed incompatibly, which needs a new major version. Exit code 0: they pass, or there is no release, or
the version is a new major version; 1: they fail.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from generator.findings import GeneratorError
from generator.releases import breaking_version, last_record, may_break

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
    """Return whether the client below `root` may have the types that it has, and a message.

    The typing tests of the last release must pass, unless the version is a new major version.
    """
    try:
        record = last_record(root)
        if record is None:
            return True, "There is no release yet, so there are no typing tests to check."
        found = _mypy(record.files(), root)
        tests = f"The typing tests of {record.version}"
        if not found.returncode:
            return True, f"{tests} pass with the client."
        if may_break(root, record):
            return True, f"{tests} fail with the client, which {breaking_version(record)} and later versions may break."
    except GeneratorError as error:
        return False, str(error)
    hint = f"change the client, or raise the version to {breaking_version(record)} or higher"
    return False, f"{tests} fail with the client: {hint}\n{found.stdout}{found.stderr}".strip()


def _mypy(files: dict[str, bytes], root: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy on the typing tests of a release.

    With the settings and the cache of the other files, mypy need not read the whole client again.
    """
    names = _copy({Path(path).name: content for path, content in files.items() if path.endswith(".py")}, root)
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *names]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


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
