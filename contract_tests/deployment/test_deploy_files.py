"""The compose file and the Kubernetes manifest in deploy/ work."""

from __future__ import annotations

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
    assert [document["kind"] for document in documents] == ["Secret", "Deployment", "Service", "PodDisruptionBudget"]
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
