"""Programs that use httpx: their clients send the calls, and respx and pytest-httpx replace the API in their tests."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import httpx
import httpx2
import pytest
import respx
from pytest_httpx import HTTPXMock, httpx_mock
from workato_embedded import APITimeoutError, AsyncWorkatoEmbedded, NotFoundError, WorkatoEmbedded

__all__ = ["httpx_mock"]

ADDRESS = "https://api.example.com/api"
CUSTOMER = {"id": 7, "name": "Northwind"}


def clients(**options: Any) -> tuple[WorkatoEmbedded, AsyncWorkatoEmbedded]:
    """Return both clients, each with an HTTP client of httpx, which are not closed."""
    named: dict[str, Any] = {"base_url": ADDRESS, "sleep": lambda _: None, **options}
    http, async_http = httpx.Client(), httpx.AsyncClient()
    return WorkatoEmbedded("t", http_client=http, **named), AsyncWorkatoEmbedded("t", http_client=async_http, **named)


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx_replaces_the_api(using: str) -> None:
    """A client of httpx that is passed is intercepted by respx, also where calls are retried and fail."""
    with respx.mock(using=using, base_url=ADDRESS) as router:
        found = router.get("/managed_users/7").mock(
            side_effect=[httpx.Response(503), httpx.Response(200, json=CUSTOMER)] * 2
        )
        router.get("/managed_users/8").mock(side_effect=httpx.ReadTimeout)
        missing = router.post("/managed_users").respond(404, json={"message": "Not found"})
        client, async_client = clients(max_retries=1)
        assert client.managed_users.get(7).name == "Northwind"
        assert asyncio.run(async_client.managed_users.get(7)).name == "Northwind"
        with pytest.raises(APITimeoutError):
            client.managed_users.get(8)
        with pytest.raises(NotFoundError, match="Not found"):
            client.managed_users.create(name="New", notification_email="new@example.com")
    assert found.call_count == 4
    assert found.calls.last.request.headers["authorization"] == "Bearer t"
    assert missing.calls.last.request.headers["content-type"] == "application/json"


def test_pytest_httpx_replaces_the_api(httpx_mock: HTTPXMock) -> None:
    """A client of httpx that is passed is intercepted by pytest-httpx."""
    httpx_mock.add_response(url=f"{ADDRESS}/managed_users/7", json=CUSTOMER, is_reusable=True)
    httpx_mock.add_exception(httpx.ConnectTimeout("late"), url=f"{ADDRESS}/managed_users/8")
    client, async_client = clients(max_retries=0)
    assert client.managed_users.get(7).name == "Northwind"
    assert asyncio.run(async_client.managed_users.get(7)).name == "Northwind"
    with pytest.raises(APITimeoutError, match="late"):
        client.managed_users.get(8)
    assert [request.headers["authorization"] for request in httpx_mock.get_requests()] == ["Bearer t"] * 3


@pytest.fixture(params=[httpx2, httpx], ids=["httpx2", "httpx"])
def library(request: pytest.FixtureRequest) -> Any:
    """The library of an HTTP client that a program passes."""
    return request.param


def test_the_limits_of_an_http_client_apply(library: Any, base_url: str, token: str) -> None:
    """A second request waits for the only connection, and fails after the time for the pool."""
    limits, timeout = library.Limits(max_connections=1), library.Timeout(30, pool=0.01)
    with library.Client(limits=limits, timeout=timeout) as http:
        client = WorkatoEmbedded(token, base_url=base_url, http_client=http, max_retries=0)
        with client.managed_users.with_streaming_response.get(512044) as first:
            with pytest.raises(APITimeoutError):
                client.managed_users.get(512044)
            assert first.parse().id == 512044
        assert client.managed_users.get(512044).id == 512044


def test_the_option_chooses_the_library(
    request: pytest.FixtureRequest, client: WorkatoEmbedded, base_url: str, token: str
) -> None:
    """With `--http-library httpx`, clients that tests create send with httpx, and otherwise with httpx2."""
    asynchronous = AsyncWorkatoEmbedded(token, base_url=base_url)
    with WorkatoEmbedded(token, base_url=base_url) as without:
        adapted = {type(each._http).__module__.endswith("httpx_adapter") for each in (client, without, asynchronous)}
    asyncio.run(asynchronous.close())
    assert adapted == {request.config.getoption("--http-library") == "httpx"}


def imported(code: str, module: str) -> bool:
    """Return whether a program has imported a module at its end."""
    program = f"{code}\nimport sys\nprint({module!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


PROGRAM = """
from workato_embedded import APIConnectionError, WorkatoEmbedded
from workato_embedded.testing import Stub
Stub().client(timeout=5).managed_users.list()
client = WorkatoEmbedded("t", base_url="http://127.0.0.1:1", max_retries=0)
try:
    client.managed_users.get(7)
except APIConnectionError:
    pass
try:
    WorkatoEmbedded("t", http_client="http://127.0.0.1:1")
except TypeError:
    pass
"""


def test_httpx_is_imported_only_by_programs_that_pass_it() -> None:
    """A program that calls the API, handles errors and uses a stub does not import httpx."""
    assert not imported(PROGRAM, "httpx")
    assert imported(PROGRAM, "httpx2")
    adapter = "workato_embedded._runtime.httpx_adapter"
    assert not imported(f"import httpx, workato_embedded\n{PROGRAM.partition('try:')[0]}", adapter)
    assert imported("import httpx, workato_embedded as w; w.WorkatoEmbedded('t', http_client=httpx.Client())", adapter)


def test_the_client_works_without_httpx() -> None:
    """A program can use the client where httpx is not installed."""
    assert not imported(f"import sys; sys.modules['httpx'] = None\n{PROGRAM}\ndel sys.modules['httpx']", "httpx")


def test_the_client_works_where_httpx_is_an_alias_of_httpx2() -> None:
    """A program may call `httpx2.alias_httpx()`, and pass clients that it calls those of httpx."""
    code = (
        "import httpx2; httpx2.alias_httpx(); import httpx; from workato_embedded import WorkatoEmbedded as W;"
        "from workato_embedded.testing import Stub; t = Stub();"
        "W('t', http_client=httpx.Client(transport=t), timeout=httpx.Timeout(3)).managed_users.list();"
        "print(len(t.calls))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "1\n"
