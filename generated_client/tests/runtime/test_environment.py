"""Tests of errors in the proxy and certificate variables of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.connections import OwnHttp
from workato_embedded._runtime.environment import explain

from .samples import SETTINGS

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize("kind", [SyncClient, AsyncClient])
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SSL_CERT_FILE", "/missing.pem", "invalid SSL_CERT_FILE '/missing.pem': No such file or directory"),
        ("HTTP_PROXY", "ftp://h:1", "invalid HTTP_PROXY 'ftp://h:1': expected a URL with http, https or socks5"),
        ("https_proxy", "ada:pw@[::1", "invalid https_proxy '[secret]@[::1': Invalid "),
        ("ALL_PROXY", "socks4://h:1", "invalid ALL_PROXY 'socks4://h:1': expected a URL with http, https or socks5"),
    ],
)
def test_an_invalid_variable_is_named(
    kind: Any, name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that cannot be created raises one sentence with the variable, its value without password, and why."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        kind(SETTINGS)
    assert str(caught.value).startswith(message)


def test_an_invalid_certificate_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate file that is not one is named too."""
    file = tmp_path / "a.pem"
    file.write_text("no certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(ValueError, match=r"invalid SSL_CERT_FILE '.*a\.pem': "):
        SyncClient(SETTINGS)


def test_a_socks_proxy_without_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy needs a package, which the message names; its password is masked."""
    monkeypatch.setattr("workato_embedded._runtime.environment.find_spec", lambda _: None)
    environment = {"HTTP_PROXY": "http://h:1", "ALL_PROXY": "socks5://ada:pw@h:1"}
    expected = "invalid ALL_PROXY 'socks5://[secret]@h:1': the package socksio is missing: pip install 'httpx2[socks]'"
    assert explain(ImportError("no socksio"), environment) == expected
    monkeypatch.setattr("workato_embedded._runtime.environment.find_spec", lambda _: object())
    assert explain(ImportError("no socksio"), environment) is None


@pytest.mark.parametrize("value", ["[::1]", "::1,[::1]:8080", "*", "a b,,[", "http://[::1"])
def test_any_no_proxy_is_accepted(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of NO_PROXY that cannot be parsed are ignored, as by other programs."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", value)
    SyncClient(SETTINGS).close()


@pytest.mark.parametrize("error", [OSError(24, "too many open files"), RuntimeError("other"), ImportError("other")])
def test_another_error_is_raised_unchanged(error: Exception) -> None:
    """An error that no variable explains is raised as it is."""

    def fail() -> httpx2.Client:
        raise error

    with pytest.raises(type(error), match=r"too many|other"):
        OwnHttp(fail)
