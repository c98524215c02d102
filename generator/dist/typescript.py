"""Builds the TypeScript package: types by openapi-typescript, and the sources in `node/package`."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from generator.bundle import Bundle
from generator.dist.names import TYPESCRIPT
from generator.findings import GeneratorError

_NODE: Final = "node"
_SOURCES: Final = f"{_NODE}/package"
# TypeScript finds the packages that it imports in node/node_modules.
_BUILD: Final = f"{_NODE}/build"


def typescript_package(bundle: Bundle, version: str, root: Path) -> dict[str, bytes]:
    """Return the archive that npm packs of the package, by its name among the files for other teams.

    Args:
        bundle: The document.
        version: The version of the package.
        root: The repository, with Node's tools installed in `node`.

    Raises:
        GeneratorError: Node or its tools are missing, or the package cannot be compiled.
    """
    build = root / _BUILD
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build) as folder:
        return _packed(bundle, version, root, Path(folder))


def _packed(bundle: Bundle, version: str, root: Path, work: Path) -> dict[str, bytes]:
    shutil.copytree(root / _SOURCES, work, dirs_exist_ok=True)
    shutil.copy(root / "LICENSE", work)
    _write_manifest(work / "package.json", version)
    (work / "openapi.json").write_text(bundle.to_json(), encoding="utf-8")
    (work / "src/data-centers.ts").write_text(_data_centers(bundle), encoding="utf-8")
    _run(["node", "types.mjs", "openapi.json", "src/api.ts"], work)
    _run(["node", "../../node_modules/typescript/bin/tsc", "--project", "tsconfig.json"], work)
    name = str(json.loads(_run(["npm", "pack", "--json", "--ignore-scripts"], work))[0]["filename"])
    return {TYPESCRIPT: (work / name).read_bytes()}


def _write_manifest(path: Path, version: str) -> None:
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "version": version}, indent=2) + "\n", encoding="utf-8")


def _data_centers(bundle: Bundle) -> str:
    """Return a module with the address of each data center."""
    servers = bundle.document["servers"]
    addresses = json.dumps({server["x-data-center"]: server["url"] for server in servers}, indent=2)
    return (
        "/** The address of the API in each data center. */\n"
        f"export const dataCenters = {addresses} as const;\n\n"
        "/** The name of a data center. */\n"
        "export type DataCenter = keyof typeof dataCenters;\n"
    )


def _run(command: list[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - fixed
    except FileNotFoundError:
        raise GeneratorError("the TypeScript package needs Node 20 or newer with npm") from None
    if done.returncode:
        raise GeneratorError(f"cannot build the TypeScript package:\n{(done.stdout + done.stderr).strip()}")
    return done.stdout
