"""The Dockerfile, the compose file and the Kubernetes manifest in deploy/ work."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import httpx2
import kubernetes_validate
import yaml

from contract_tests.support.processes import DEPLOY, compose, replica

ROOT = DEPLOY.parent


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile with their arguments."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def last(name: str) -> str:
    """Return the arguments of the last instruction of a kind."""
    return [arguments for each, arguments in instructions() if each == name][-1]


def test_the_image_runs_without_root_and_its_health_check_works() -> None:
    """The image starts a server without root; its health check passes while the server runs, and fails afterwards."""
    assert last("USER") == "10001"
    entry, command = json.loads(last("ENTRYPOINT")), json.loads(last("CMD"))
    assert entry == ["workato-mock"]
    check = json.loads(last("HEALTHCHECK").partition(" CMD ")[2])
    with replica(command, {}) as server:
        here = [word.replace("8765", str(server.port)) for word in check]
        here[0] = sys.executable
        assert subprocess.run(here, check=False, capture_output=True).returncode == 0
        server.kill()
        assert subprocess.run(here, check=False, capture_output=True).returncode != 0


def test_the_image_installs_only_files_with_known_hashes() -> None:
    """Each installation of the image has the hashes of a lock file, or is of what was built from the clone."""
    commands = [text for name, text in instructions() if name == "RUN" and " -m pip " in text]
    assert len(commands) > 2
    for command in commands:
        words = shlex.split(command.rpartition(" -m pip ")[2])
        if "--no-deps" in words:
            # Without dependencies, and without a build environment that pip would fill.
            assert set(words) >= ({"wheel", "--no-build-isolation"} if "wheel" in words else {"wheels/*.whl"})
        else:
            assert "--require-hashes" in words
            assert (ROOT / words[words.index("-r") + 1]).is_file()


def test_the_compose_file_requires_a_control_token_and_waits_for_health() -> None:
    """Only the proxy publishes a port, on loopback, and it starts when both replicas are healthy."""
    services = compose()["services"]
    assert services["mock-1"] == services["mock-2"]
    assert (services["mock-1"]["read_only"], services["mock-1"]["tmpfs"]) == (True, ["/tmp"])
    assert ":?" in services["mock-1"]["environment"]["WORKATO_MOCK_CONTROL_TOKEN"]
    assert services["proxy"]["depends_on"].keys() == {"mock-1", "mock-2"}
    assert services["proxy"]["ports"] == ["127.0.0.1:8765:8080"]
    published = [name for name, service in services.items() if "ports" in service]
    assert published == ["proxy"]
    assert (DEPLOY / services["proxy"]["volumes"][0].partition(":")[0]).is_file()


def test_the_kubernetes_manifest_is_valid() -> None:
    """The manifest is valid for Kubernetes, its command starts a server, and its probes succeed."""
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))
    assert [document["kind"] for document in documents] == ["Secret", "Deployment", "Service"]
    for document in documents:
        kubernetes_validate.validate(document, "1.31", strict=True)
    pod = documents[1]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["enableServiceLinks"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    (volume,) = pod["volumes"]
    assert container["volumeMounts"] == [{"name": volume["name"], "mountPath": "/tmp"}]
    assert "emptyDir" in volume
    names = {item["name"] for item in container["env"]}
    assert names <= _mirrored_flags()
    with replica(container["args"], {"WORKATO_MOCK_CONTROL_TOKEN": "t"}) as server:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            path = container[probe]["httpGet"]["path"]
            assert httpx2.get(f"http://127.0.0.1:{server.port}{path}").status_code == 200


def _mirrored_flags() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "workato_embedded_mock", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    return set(re.findall(r"WORKATO_MOCK_[A-Z_]+", done.stdout))


def test_the_commands_in_comments_name_existing_files() -> None:
    """The commands in the comments of deploy/ name files that exist, from the root of the repository."""
    for name in ("Dockerfile", "compose.yaml"):
        (command,) = re.findall(r"docker .*", (DEPLOY / name).read_text("utf-8").splitlines()[0])
        words = shlex.split(command)
        assert (ROOT / words[words.index("-f") + 1]).is_file()
