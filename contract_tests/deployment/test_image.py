"""The Dockerfile in deploy/: what it copies and installs, and a server of the image that its instructions make."""

from __future__ import annotations

import fnmatch
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx2
import pytest
import yaml

from contract_tests.support.dockerfile import Builder, BuildError, Image, instructions
from contract_tests.support.processes import DEPLOY, Replica, replica
from distribution.checksums import write_sums

ROOT = DEPLOY.parent
DOCKERFILE = DEPLOY / "Dockerfile"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LABELS = ("title:text", "description:text", "version:semver", "licenses:spdx")


def copied() -> set[str]:
    """Return the files that the Dockerfile copies from the repository."""
    copies = [arguments.split() for name, arguments in instructions() if name == "COPY" and "--from=" not in arguments]
    return {word.replace("${VERSION}", PROJECT["version"]) for words in copies for word in words[:-1]}


@pytest.fixture
def context(tmp_path: Path, wheels: dict[str, Path]) -> Path:
    """Return a folder with the files that the Dockerfile copies, as `make release` writes them."""
    folder = tmp_path / "context"
    release, locks = folder / "dist/release", folder / "deploy/locks"
    release.mkdir(parents=True)
    shutil.copytree(DEPLOY / "locks", locks)
    for wheel in wheels.values():
        shutil.copy(wheel, release)
    write_sums(release)
    return folder


@pytest.fixture
def health_check(tmp_path: Path) -> list[str]:
    """Return the health check of the image, as a command for this Python."""
    settings = {name: arguments for name, arguments in instructions() if name == "HEALTHCHECK"}
    return [sys.executable, *Image(tmp_path, {}, {}, settings=settings).words("HEALTHCHECK")[1:]]


def is_healthy(check: list[str], server: Replica, **environment: str) -> bool:
    """Return whether the health check passes for a server, which has a port of its own."""
    here = [word.replace("8765", str(server.port)) for word in check]
    done = subprocess.run(here, check=False, capture_output=True, env={**os.environ, **environment})
    return done.returncode == 0


def test_hadolint_has_no_findings(tmp_path: Path) -> None:
    """Hadolint finds nothing in the Dockerfile, no finding is ignored, and the labels have valid values."""
    program = str(Path(sys.executable).with_name("hadolint"))
    required = [word for label in LABELS for word in ("--require-label", f"org.opencontainers.image.{label}")]
    options = ["--no-color", "--strict-labels", "--disable-ignore-pragma"]
    # It does not know the values of arguments.
    text = DOCKERFILE.read_text("utf-8").replace('"${VERSION}"', f'"{PROJECT["version"]}"')
    command = [program, *options, *required, "-"]
    # Without configuration files: it looks for them in the current folder and in that of the user.
    done = subprocess.run(
        command, input=text, cwd=tmp_path, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""


def test_the_image_has_the_version_of_the_project() -> None:
    """The Dockerfile installs the wheels of the project's version, and the manifest of Kubernetes runs their image."""
    assert ("ARG", f"VERSION={PROJECT['version']}") in instructions()
    deployment = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))[1]
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    image = f"workato-mock:{PROJECT['version']}"
    assert container["image"] == image
    assert f"docker build -f deploy/Dockerfile -t {image} ." in (ROOT / "docs/guides/deployment.md").read_text("utf-8")


def test_only_what_is_copied_is_sent_to_the_build() -> None:
    """The ignore file excludes everything except the lock, the wheels and their hashes, which the Dockerfile copies."""
    everything, *exceptions = [
        line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    assert everything == "*"
    patterns = [line.removeprefix("!") for line in exceptions]
    assert {pattern: fnmatch.filter(copied(), pattern) != [] for pattern in patterns} == dict.fromkeys(patterns, True)
    assert {name for name in copied() if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)} == set()


def test_a_wheel_that_is_not_that_of_the_release_is_rejected(context: Path, tmp_path: Path) -> None:
    """The build fails before it downloads anything if one of our wheels differs from the hash in SHA256SUMS."""
    for wheel in context.glob("dist/release/*mock*.whl"):
        wheel.write_bytes(wheel.read_bytes() + b"\0")
    with pytest.raises(BuildError, match="DO NOT MATCH THE HASHES"):
        Builder(tmp_path, context).build()


def test_the_health_check_passes_while_the_server_runs(health_check: list[str]) -> None:
    """The health check passes while the server runs, even if the environment names a proxy, and fails afterwards."""
    with replica(["serve", "--port", "0"], {}) as server:
        assert is_healthy(health_check, server)
        assert is_healthy(health_check, server, http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9")
        server.kill()
        assert not is_healthy(health_check, server)


@pytest.fixture
def image(context: Path, tmp_path: Path) -> Image:
    """Run the Dockerfile, and return what it made."""
    return Builder(tmp_path, context).build()


@pytest.mark.nightly
def test_the_image_runs_without_root_and_ends_in_time(image: Image) -> None:
    """The image is installed with all hashes; its server has a user, is healthy, responds, and ends with code 0."""
    user = image.settings["USER"]
    (entry,) = (line.split(":") for line in (image.root / "etc/passwd").read_text("utf-8").splitlines())
    assert (user, entry[6]) == (entry[2], "/usr/sbin/nologin")
    assert image.labels["org.opencontainers.image.version"] == PROJECT["version"]
    assert not list(image.root.glob("opt/workato-mock/bin/pip*"))
    command = image.words("ENTRYPOINT")
    program = shutil.which(command[0], path=image.environment["PATH"])
    assert program == image.located("/opt/workato-mock/bin/workato-mock")
    with replica(image.words("CMD"), image.environment, command=[program], stderr=subprocess.PIPE) as server:
        check = [word.replace("8765", str(server.port)) for word in image.words("HEALTHCHECK")]
        done = image.run(*check)
        assert done.returncode == 0, done.stderr
        customers = httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer image"})
        assert customers.status_code == 200
        root = server.url.removesuffix("/api")
        # The image has the extras for the console and for direct links.
        assert httpx2.get(f"{root}/_mock/console/").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        _, printed = server.process.communicate()
        assert (server.process.returncode, "Traceback" in printed) == (0, False)
