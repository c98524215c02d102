"""Clients of the mock do not use a proxy for this machine, and an invalid environment is one sentence."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner
from workato_embedded_mock.cli.command import main
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.client_environment import created, is_loopback
from workato_embedded_mock.testing import MockServer
from workato_embedded_mock.testing.http_clients import async_http_client, http_client

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
REMOTE = "https://mock.example.com"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("[::1]", True),
        ("[::ffff:127.0.0.1]", True),
        ("0.0.0.0", True),
        ("localhost.", True),
        ("a.localhost", True),
        ("10.0.0.1", False),
        ("localhost.example.com", False),
    ],
)
def test_the_addresses_of_this_machine_are_known(host: str, is_local: bool) -> None:
    """Loopback addresses are those that no proxy can reach, in each form."""
    assert is_loopback(f"http://{host}:8080/api") is is_local


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "socks5://ada:pw@127.0.0.1:1"])
def test_no_proxy_is_used_for_this_machine(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixture's clients and `export-state` reach a mock on this machine, whatever proxy the environment has."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    with MockServer() as server, http_client(None, server.url, headers={"Authorization": "Bearer a"}) as http:
        assert http.get(f"{server.url}/managed_users").status_code == 200
        done = CliRunner().invoke(main, ["export-state", "--url", server.url, "--namespace", "a"])
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SSL_CERT_FILE", "/missing.pem", "invalid SSL_CERT_FILE '/missing.pem': No such file or directory"),
        ("ALL_PROXY", "ftp://ada:pw@h:1", "invalid ALL_PROXY 'ftp://h:1': "),
    ],
)
def test_an_invalid_environment_is_one_sentence(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxy, `export-state` and the clients for another machine name the variable and its value, without password."""
    monkeypatch.setenv(name, value)
    for arguments in (["export-state", "--url", REMOTE, "--namespace", "a"], ["proxy", "--port", "0", "--to", REMOTE]):
        done = CliRunner().invoke(main, arguments)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert done.stderr.startswith(f"Error: {message}")
        assert "pw@" not in done.stderr
    for make in (http_client, async_http_client):
        with pytest.raises(StartError, match=r"^invalid "):
            make(None, REMOTE)


def test_a_missing_socks_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy without its package is reported with the package; other errors are unchanged."""

    def fail() -> httpx2.Client:
        raise ImportError("no module socksio")

    with pytest.raises(ImportError, match="no module socksio"):
        created(fail)
    monkeypatch.setenv("all_proxy", "socks5://ada:pw@h:1")
    with pytest.raises(StartError, match=r"invalid all_proxy 'socks5://h:1': .* pip install 'httpx2\[socks\]'$"):
        created(fail)


def test_a_proxy_to_this_machine_uses_no_other_proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`workato-mock proxy` starts for an API on this machine, whatever proxy the environment has."""
    monkeypatch.setenv("ALL_PROXY", "ftp://h:1")
    done = CliRunner().invoke(main, ["proxy", "--to", "http://127.0.0.1:1", "--record", str(tmp_path)])
    assert "ALL_PROXY" not in done.stderr
