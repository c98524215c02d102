"""Each kind of deviation of real programs is served, noted by the mock, and reported by the proxy and by `observe`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from workato_embedded_mock import MockServer

from contract_tests.scenarios.real_world.deviations import DEVIATIONS, Deviation
from contract_tests.support.validator import ROOT
from generator.bundle import Bundle, bundle
from generator.observe import observe

PROXY = [sys.executable, "-m", "workato_embedded_mock", "proxy", "--port", "0"]

each_kind = pytest.mark.parametrize("deviation", DEVIATIONS, ids=str)


@pytest.fixture(scope="module")
def spec() -> Bundle:
    """Return the bundle of the spec."""
    return bundle(ROOT / "spec")


@pytest.fixture(scope="module")
def strict_url() -> Iterator[str]:
    """Run a strict mock server, and yield its base URL."""
    with MockServer(strict=True) as server:
        yield server.url


@pytest.fixture(scope="module")
def proxied(base_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, httpx2.Response], list[object]]:
    """Send each deviation through a proxy; return the responses by kind, and what the proxy recorded."""
    file = tmp_path_factory.mktemp("proxy") / "recording.har"
    # The package may be on the path of this process only.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*PROXY, "--to", base_url, "--record", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            proxy_url = process.stdout.readline().split()[-1]
            responses = {each.kind: send(proxy_url, each, f"proxied-{each}") for each in DEVIATIONS}
        finally:
            process.terminate()
    return responses, json.loads(file.read_text("utf-8"))["log"]["entries"]


def send(base_url: str, deviation: Deviation, token: str) -> httpx2.Response:
    """Send a deviation to a server, in the namespace of a token."""
    url = httpx2.URL(base_url).copy_with(raw_path=deviation.path.encode("ascii"))
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.request(deviation.method, url, headers=headers, **deviation.sent)


def pointers(response: httpx2.Response) -> list[str]:
    """Return where the reasons of a response point to."""
    return [reason["pointer"] for reason in json.loads(response.headers.get("X-Mock-Reason", "[]"))]


@each_kind
def test_the_mock_serves_it_with_a_note(base_url: str, deviation: Deviation, token: str) -> None:
    """The mock serves a deviating request of a real program, and its note points to the deviation."""
    response = send(base_url, deviation, token)
    assert response.status_code == 200, response.headers.get("X-Mock-Reason")
    assert deviation.pointer in pointers(response)


@each_kind
def test_a_strict_mock_rejects_it(strict_url: str, deviation: Deviation, token: str) -> None:
    """A strict mock serves only deviations that vendor clients are known to send, and ignored fields."""
    response = send(strict_url, deviation, token)
    assert (response.status_code in {400, 404}) is deviation.strict
    assert pointers(response) != []


@each_kind
def test_the_proxy_reports_it(
    proxied: tuple[dict[str, httpx2.Response], list[object]], base_url: str, deviation: Deviation, token: str
) -> None:
    """The proxy forwards a deviating request, and adds a reason that points to the deviation."""
    response = proxied[0][deviation.kind]
    assert response.status_code == 200
    direct = send(base_url, deviation, token)
    assert len(pointers(response)) >= len(pointers(direct)) > 0
    assert any(each.startswith(deviation.pointer) for each in pointers(response))


@each_kind
def test_observe_reports_it(
    proxied: tuple[dict[str, httpx2.Response], list[object]], spec: Bundle, deviation: Deviation, tmp_path: Path
) -> None:
    """A recording of a deviating request contradicts the spec or has a field that the spec does not have."""
    har = tmp_path / "one.har"
    entry = proxied[1][DEVIATIONS.index(deviation)]
    har.write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    (record,) = observe(spec, har).operations.values()
    different = {name for name, each in record.fields.items() if each.state != "confirmed"}
    assert deviation.observed in different
