"""Writes the bill of materials of a distribution with all extras, as CycloneDX in JSON, always with the same bytes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.utils import canonicalize_name

from distribution.archives import Archive
from distribution.environment import create, needed_anywhere, requirement, wheels_of
from distribution.tools import run_tool


@dataclass(frozen=True)
class Materials:
    """What a distribution installs with all of its extras.

    Attributes:
        name: The name of the distribution.
        components: What it installs here, as components of CycloneDX, with the distribution itself.
        elsewhere: What it installs only on other systems or Pythons: versions by name.
    """

    name: str
    components: list[dict[str, Any]]
    elsewhere: dict[str, str]


def write_sbom(wheel: Archive, lock: Path, tools: Path) -> Materials:
    """Write the bill of materials of a wheel into the same folder, and return what it has.

    Args:
        wheel: The wheel.
        lock: The file that pins the libraries.
        tools: The folder of cyclonedx-py.

    Raises:
        ReleaseError: The libraries cannot be installed, or the tool fails.
    """
    release = wheel.path.parent
    name, version = (str(wheel.metadata[field]) for field in ("Name", "Version"))
    extras = sorted(wheel.metadata.get_all("Provides-Extra", []))
    with TemporaryDirectory() as folder:
        environment, output = Path(folder, "environment"), Path(folder, "sbom.json")
        wanted = requirement(name, extras, wheel.path)
        packages = create(environment, sys.executable, wheels_of(release), lock, wanted)
        anywhere = needed_anywhere(Path(folder), wheels_of(release), lock, wanted)
        # They name the folder of the wheels on this machine.
        for path in packages.glob("*.dist-info/direct_url.json"):
            path.unlink()
        words = ("environment", "--output-reproducible", "--output-file", output, environment / "bin/python")
        run_tool(tools, "cyclonedx-py", *words)
        content: dict[str, Any] = json.loads(output.read_text("utf-8"))
    components = list(content["components"])
    _make_main(content, name)
    written = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    (release / f"{name}-{version}.cdx.json").write_text(f"{written}\n", "utf-8", newline="\n")
    here = {canonicalize_name(component["name"]) for component in components}
    return Materials(
        name, components, {each: anywhere[each] for each in anywhere if canonicalize_name(each) not in here}
    )


def _make_main(content: dict[str, Any], name: str) -> None:
    """Make the component of a distribution that which the document describes."""
    (main,) = (component for component in content["components"] if component["name"] == name)
    content["components"].remove(main)
    content["metadata"]["component"] = main
