"""Install the TypeScript package outside the repository, from the archive that would be published."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Final

from contract_tests.support.node import NODE

MODULES: Final = NODE / "node_modules"
_COMPILER: Final = MODULES / "typescript/bin/tsc"
_OPTIONS: Final = {
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "target": "es2022",
    "module": "nodenext",
    "lib": ["es2022", "dom", "dom.iterable"],
    "types": ["node"],
    "typeRoots": [str(MODULES / "@types")],
    "rootDir": "src",
    "outDir": "js",
    # The build of the package has checked its types.
    "skipLibCheck": True,
}


def offline_installation(archive: str) -> list[str]:
    """Return the command that installs the package. Its dependencies come from Node's tools: nothing is downloaded."""
    dependencies = [str(MODULES / name) for name in ("openapi-fetch", "openapi-typescript-helpers")]
    options = ["--offline", "--no-audit", "--no-fund", "--install-links", "--silent"]
    return ["npm", "install", *options, archive, *dependencies]


class Project:
    """A project of a user in a folder outside the repository, with the package installed."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self.folder = folder
        (folder / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
        (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": _OPTIONS, "include": ["src"]}))
        self.run(*offline_installation(str(archive)))

    def write(self, path: str, text: str) -> None:
        """Write a source file; `path` is relative to the folder of sources."""
        target = self.folder / "src" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def compile(self) -> None:
        """Check the types of all sources, and compile them into the folder `js`."""
        self.run("node", str(_COMPILER), "--project", "tsconfig.json")

    def run(self, *command: str) -> str:
        """Run a command in the folder and return its output.

        Raises:
            AssertionError: The command failed; the message has its output.
        """
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout
