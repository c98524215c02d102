"""The TypeScript package, installed from its archive outside the repository, works with the mock."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Final

import pytest
from workato_embedded_mock import MockServer

from contract_tests.contracts.cases.packages import PACKAGE
from contract_tests.dist.packed import Project
from contract_tests.support.node import NODE, needs_node
from contract_tests.support.validator import ROOT
from generator.bundle import Bundle
from generator.outputs import linted, package_version
from generator.samples import samples

pytestmark = [pytest.mark.dist, needs_node]

PROGRAMS: Final = Path(__file__).with_name("programs")
DOCUMENTS: Final = ("node/package/README.md", "docs/guides/typescript.md")
# The documented examples of these operations need other ids or an earlier call.
OTHER_EXAMPLES: Final = set(json.loads((NODE / "other-client/overrides.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def project(bundle: Bundle, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a compiled project with all samples, the examples of the documents, and the program of the options."""
    project = Project(tmp_path_factory.mktemp("project"), archive)
    for name, own in samples(bundle).items():
        project.write(f"samples/{name}.ts", own["TypeScript"])
    for document in DOCUMENTS:
        blocks = re.findall(r"^```ts(?: \S+)?\n(.*?)^```$", (ROOT / document).read_text("utf-8"), re.MULTILINE | re.DOTALL)
        assert blocks
        for number, block in enumerate(blocks):
            project.write(f"documents/{Path(document).stem.lower()}-{number}.ts", block)
    project.write("options.ts", (PROGRAMS / "options.ts").read_text("utf-8"))
    (project.folder / "run-samples.mjs").write_text((PROGRAMS / "run-samples.mjs").read_text("utf-8"), "utf-8")
    (project.folder / "package.zip").write_bytes(PACKAGE)
    project.compile()
    return project


def errors_of(project: Project, folder: str) -> dict[str, str]:
    """Run the compiled modules of a folder with a mock, and return the errors by module."""
    with MockServer() as server:
        project.run("node", "run-samples.mjs", f"js/{folder}", server.url, "errors.json")
    errors: dict[str, str] = json.loads((project.folder / "errors.json").read_text("utf-8"))
    return errors


def test_the_archive_has_what_a_package_needs(archive: Path) -> None:
    """The archive has code, types, README and licence, and no sources of the build."""
    with tarfile.open(archive) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}
        manifest = packed.extractfile("package/package.json")
        assert manifest is not None
        assert json.load(manifest)["version"] == package_version(ROOT)
    code = {f"dist/{module}.{kind}" for module in ("api", "data-centers", "index") for kind in ("js", "d.ts")}
    assert names == {"package.json", "README.md", "LICENSE", *code}


def test_every_sample_runs(project: Project) -> None:
    """Every sample compiles and gets a success response from the mock, if its example is one of the default seed."""
    errors = errors_of(project, "samples")
    assert {name: error for name, error in errors.items() if name not in OTHER_EXAMPLES} == {}
    # Each of the others got an error response: the sample throws the body.
    assert all(error.startswith("Error: {") for error in errors.values())


def test_the_examples_of_the_documents_run(project: Project) -> None:
    """Every example of the package's README and of the guide runs with the mock."""
    assert errors_of(project, "documents") == {}


def test_each_option_does_what_it_says(project: Project, bundle: Bundle) -> None:
    """Token, data center, address and fetch are used, and invalid ones are rejected before a request."""
    with MockServer() as server:
        done = json.loads(project.run("node", "js/options.js", server.url))
    assert done["text"] == {"authorization": "Bearer one", "status": 200, "customers": 1}
    assert [each["authorization"] for each in done["function"]] == ["Bearer call-1", "Bearer two"]
    assert [url.partition("/managed_users")[0] for url in done["urls"][-2:]] == [
        "https://www.workato.com/api",
        "https://app.eu.workato.com/api",
    ]
    assert [message.partition(":")[2].strip().partition(":")[0] for message in done["rejected"]] == [
        "missing token",
        "missing token",
        "invalid dataCenter 'toString'",
        "invalid baseUrl 'workato.com'",
    ]
    assert done["centers"] == [server["x-data-center"] for server in bundle.document["servers"]]
