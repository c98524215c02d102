"""Behind nginx with TLS and a path, as the guide configures it, all links lead through the proxy."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from contract_tests.support.processes import COMMAND, replica, tls_proxy

GUIDE = Path(__file__).parents[2] / "docs/guides/deployment.md"
TOKEN = "change-me"
CUSTOMER = "Ecust-0042"


def write_certificate(folder: Path) -> None:
    """Write a certificate of 127.0.0.1 and its key into a folder."""
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = builder.add_extension(address, critical=False).sign(key, SHA256())
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@pytest.fixture(params=["removed", "kept"])
def proxied(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    """Yield a client of a mock behind nginx, which removes the path from requests or not."""
    write_certificate(tmp_path)
    guide = GUIDE.read_text("utf-8")
    (locations,) = re.findall(r"```nginx\n(.*?)```", guide, re.S)
    (command,) = re.findall(r"^workato-mock (serve .*--root-path .*)$", guide, re.M)
    if request.param == "removed":
        locations = locations.replace("proxy_pass http://127.0.0.1:8765;", "proxy_pass http://127.0.0.1:8765/;")
    options = [*command.split(), "--port", "0", "--transitions", "immediate"]
    trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    with (
        replica(options, {"FORWARDED_ALLOW_IPS": "*"}, stderr=subprocess.DEVNULL) as target,
        tls_proxy(tmp_path, locations, target) as address,
        httpx2.Client(base_url=f"{address}/mock", verify=trusted) as client,
    ):
        yield client


def test_links_lead_through_the_proxy(proxied: httpx2.Client) -> None:
    """The download_url of an export works, document and HAR name the proxy, and redirects stay below the path."""
    proxied.headers["Authorization"] = "Bearer tls"
    root = str(proxied.base_url).rstrip("/")
    started = proxied.post(f"/api/managed_users/{CUSTOMER}/exports/6101").json()["result"]
    url = proxied.get(f"/api/managed_users/{CUSTOMER}/exports/{started['id']}").json()["result"]["download_url"]
    assert url.startswith(f"{root}/_mock/packages/")
    assert proxied.get(url).content.startswith(b"PK")
    assert proxied.get("/openapi.json").json()["servers"] == [{"url": f"{root}/api"}]
    redirect = proxied.get("/", headers={"Accept": "text/html"})
    assert (redirect.status_code, redirect.headers["location"]) == (303, "/mock/_mock/console/")
    control = {"X-Mock-Control-Token": TOKEN}
    har = proxied.get("/_mock/console/accounts/1/requests/requests.har", headers=control).json()
    assert all(entry["request"]["url"].startswith(f"{root}/api/") for entry in har["log"]["entries"])


def test_the_console_works_behind_the_proxy(proxied: httpx2.Client) -> None:
    """A browser logs in behind the proxy: its form has the own origin, its cookie needs TLS, its files are there."""
    page = proxied.get("/_mock/console/")
    assert page.status_code == 401
    assert "; Secure" in page.headers["set-cookie"]
    (style,) = re.findall(r'href="(/mock/_mock/console/static/[^"]*css[^"]*)"', page.text)[:1]
    origin = str(proxied.base_url).partition("/mock")[0]
    assert proxied.get(f"{origin}{style}").status_code == 200
    form = {"token": TOKEN, "next": "", "csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0]}
    from_elsewhere = {"Origin": "https://evil.example.com"}
    assert proxied.post("/_mock/console/login", data=form, headers=from_elsewhere).status_code == 403
    done = proxied.post("/_mock/console/login", data=form, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"})
    assert (done.status_code, done.headers["location"]) == (303, "/mock/_mock/console/")
    assert proxied.get("/_mock/console/").status_code == 200


def test_the_proxy_gives_no_access(proxied: httpx2.Client) -> None:
    """Behind the proxy the control plane needs its token, whatever the headers of the proxy say about the caller."""
    local = {"X-Forwarded-For": "127.0.0.1", "X-Mock-Namespace": "tls"}
    assert proxied.post("/_mock/reset", headers=local).status_code == 401
    allowed = {**local, "X-Mock-Control-Token": TOKEN}
    assert proxied.post("/_mock/reset", headers=allowed).status_code == 200
    assert proxied.post("/_mock/reset", headers={**allowed, "Origin": "null"}).status_code == 403


def test_the_state_is_exported_through_the_proxy(proxied: httpx2.Client, tmp_path: Path) -> None:
    """`export-state` trusts the certificate that SSL_CERT_FILE names, also on this machine."""
    command = [*COMMAND, "export-state", "--url", str(proxied.base_url), "--namespace", "tls", "--control-token", TOKEN]
    done = subprocess.run(
        command,
        env={**os.environ, "SSL_CERT_FILE": str(tmp_path / "cert.pem")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)
