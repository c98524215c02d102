"""Run what deploy/ describes as local processes: replicas of the mock behind nginx."""

from __future__ import annotations

import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from contract_tests.support.postgres import missing

DEPLOY = Path(__file__).parents[2] / "deploy"
COMMAND = [sys.executable, "-m", "workato_embedded_mock"]

_READY = re.compile(r"workato-mock is ready at http://[\w.]+:(\d+)/api\n")


@dataclass(frozen=True)
class Replica:
    """One process of the mock.

    Attributes:
        process: The process.
        port: The port on which it listens.
    """

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """The base URL of its API."""
        return f"http://127.0.0.1:{self.port}/api"

    def kill(self) -> None:
        """Kill the process without letting it clean up."""
        self.process.kill()
        self.process.wait()


def compose() -> dict[str, Any]:
    """Return the compose file."""
    content: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return content


@contextmanager
def replica(
    arguments: list[str],
    environment: Mapping[str, str],
    *,
    stderr: int | None = None,
    wrapper: Sequence[str] = (),
    command: Sequence[str] = COMMAND,
) -> Iterator[Replica]:
    """Run `workato-mock` with the arguments of a container, but on a free port of the loopback interface.

    Args:
        arguments: The arguments.
        environment: Environment variables that are added.
        stderr: Where standard error goes, as for `subprocess.Popen`.
        wrapper: A command that runs the command in its arguments.
        command: The command `workato-mock`; default is that of this environment.
    """
    local = {"0.0.0.0": "127.0.0.1", "8765": "0"}
    process = subprocess.Popen(
        [*wrapper, *command, *(local.get(word, word) for word in arguments)],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            assert selector.select(timeout=60), "the replica is not ready after 60 seconds"
        found = _READY.fullmatch(process.stdout.readline())
        assert found is not None
        yield Replica(process, int(found[1]))
    finally:
        process.kill()
        process.communicate()


@contextmanager
def load_balancer(folder: Path, replicas: Mapping[str, Replica]) -> Iterator[str]:
    """Run nginx with the configuration in deploy/, and yield its address."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for name, one in replicas.items():
        assert f"{name}:8765" in text, f"nginx.conf does not name {name}"
        text = text.replace(f"{name}:8765", f"127.0.0.1:{one.port}")
    with _nginx(folder, text, "listen 8080;", "") as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def tls_proxy(folder: Path, locations: str, target: Replica) -> Iterator[str]:
    """Run nginx with TLS and locations for a server at port 8765, and yield its address.

    Args:
        folder: A folder for its files, which has the certificate `cert.pem` and its key `key.pem`.
        locations: The configuration of the locations.
        target: The server.
    """
    assert "127.0.0.1:8765" in locations
    keys = f"ssl_certificate {folder / 'cert.pem'};\nssl_certificate_key {folder / 'key.pem'};\n"
    text = f"server {{\nlisten 8443 ssl;\n{keys}{locations.replace(':8765', f':{target.port}')}}}\n"
    with _nginx(folder, text, "listen 8443 ssl;", " ssl") as port:
        yield f"https://127.0.0.1:{port}"


@contextmanager
def nginx_site(folder: Path, text: str, port: int) -> Iterator[None]:
    """Run nginx with the configuration of a site that has a certificate and listens on a port.

    Args:
        folder: A folder for its files.
        text: The configuration, as in a file of `/etc/nginx/conf.d`.
        port: The port.
    """
    with _nginx(folder, text, f"listen {port} ssl;", " ssl", port):
        yield


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _nginx(folder: Path, text: str, listens: str, kind: str, port: int = 0) -> Iterator[int]:
    """Run nginx with a configuration on a port, or on a free one, instead of where it listens, and yield the port."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        missing("nginx")
        return
    port = port or free_port()
    text = text.replace(listens, f"listen 127.0.0.1:{port}{kind};")
    site, main = folder / "site.conf", folder / "nginx.conf"
    site.write_text(text, "utf-8")
    paths = "".join(
        f"{kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    main.write_text(
        f"{user}daemon off;\npid {folder / 'pid'};\nerror_log {folder / 'error.log'};\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}include {site};\n}}\n",
        "utf-8",
    )
    process = subprocess.Popen([program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(main)])
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens on a port of 127.0.0.1. Raises AssertionError if it ends before."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(f"the process ended with exit code {process.returncode}")
