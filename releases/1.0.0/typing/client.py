"""Typing tests of everything but the methods of operations. Never run; clients of later releases must pass them."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from pathlib import Path
from typing import Any, assert_type

import httpx
import httpx2
from workato_embedded import (
    DATA_CENTERS,
    SPEC_VERSION,
    UNSET,
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    AsyncFileContent,
    AsyncPage,
    AsyncPages,
    AsyncStreamedResponse,
    AsyncWorkatoEmbedded,
    AuthenticationError,
    BadRequestError,
    BearerAuth,
    ConflictError,
    FailureEvent,
    FileContent,
    InternalServerError,
    LegacyAuth,
    NotFoundError,
    PackageError,
    PackageFailedError,
    PackageTimeoutError,
    Page,
    PermissionDeniedError,
    RateLimit,
    RateLimiter,
    RateLimitError,
    RawResponse,
    Reason,
    RefusedError,
    RequestEvent,
    RequestOptions,
    ResponseEvent,
    ResponseTooLargeError,
    RetryEvent,
    StreamedResponse,
    UnprocessableEntityError,
    Unset,
    WorkatoEmbedded,
    WorkatoEmbeddedError,
    __version__,
    models,
    spec_path,
)
from workato_embedded.testing import Stub, StubCall


def constants() -> None:
    """Constants and paths of the package."""
    assert_type(__version__, str)
    assert_type(SPEC_VERSION, str)
    assert_type(DATA_CENTERS, Mapping[str, str])
    assert_type(spec_path(), Path)
    assert_type(spec_path("openapi.json"), Path)


def note(event: RequestEvent | ResponseEvent | RetryEvent) -> None:
    """One function can be the hook of several events."""
    if isinstance(event, ResponseEvent):
        assert_type(event.request, RequestEvent)
        assert_type(event.status_code, int)
        assert_type(event.seconds, float)
    elif isinstance(event, RetryEvent):
        assert_type(event.reason, str)
        assert_type(event.delay, float)
    else:
        assert_type(event.operation_id, str)
        assert_type(event.attempt, int)


def note_failure(event: FailureEvent) -> None:
    """A failure event has the reason and the request."""
    assert_type(event.reason, str)
    assert_type(event.request, RequestEvent)


async def note_async(event: RequestEvent) -> None:
    """A hook of the asynchronous client can be asynchronous."""
    assert_type(event.path, str)


def make(http: httpx2.Client, limiter: RateLimiter) -> None:
    """A client is created with a token, a function that returns one, or an auth object, and with each option."""
    assert_type(WorkatoEmbedded(), WorkatoEmbedded)
    WorkatoEmbedded("token", data_center="eu", timeout=5, max_retries=0, rate_limits="documented")
    WorkatoEmbedded(lambda: "token", base_url="http://127.0.0.1:1", headers={"X": "y"}, timeout=httpx2.Timeout(5))
    WorkatoEmbedded(auth=BearerAuth("token"), on_request=note, on_response=note, on_retry=note, sleep=print)
    WorkatoEmbedded(auth=BearerAuth("token"), on_failure=note_failure)
    client = WorkatoEmbedded(auth=LegacyAuth("a@example.com", "key"), http_client=http, rate_limits=limiter)
    with client as opened:
        assert_type(opened, WorkatoEmbedded)
    assert_type(client.base_url, str)
    WorkatoEmbedded(total_timeout=9, max_response_size=1, max_download_size=None).with_options(total_timeout=None)
    client.managed_users.get(7, total_timeout=0.5, max_response_size=1)
    assert_type(client.with_options(timeout=UNSET, max_retries=3), WorkatoEmbedded)
    assert_type(client.with_options(timeout=None, rate_limits=None, on_failure=None, sleep=None), WorkatoEmbedded)
    options: RequestOptions = {"timeout": 5, "max_retries": 0, "extra_headers": {"X": "y"}}
    assert_type(client.managed_users.get(7, **options), models.ManagedUser)
    assert_type(client.recipes.list(7, timeout=None, extra_query={"new": 1}), Page[models.Recipe])
    assert_type(client.request("GET", "/managed_users/7", query={"new": 1}, timeout=5), Any)
    assert_type(limiter.reserve("list_recipes", RateLimit(60, 60)).pause, float)
    client.close()


def make_with_httpx(
    http: httpx.Client, async_http: httpx.AsyncClient, auth: httpx.Auth, timeout: httpx.Timeout
) -> None:
    """Clients accept the objects of httpx, and each form of credentials."""
    client = WorkatoEmbedded(auth=auth, timeout=timeout, http_client=http)
    AsyncWorkatoEmbedded(auth=auth, timeout=timeout, http_client=async_http)
    client.with_options(auth=httpx2.BasicAuth("ada", "key"), timeout=httpx2.Timeout(5))
    client.managed_users.get(7, timeout=timeout)
    WorkatoEmbedded(auth=("ada", "key"), http_client=httpx.Client(transport=Stub()))
    WorkatoEmbedded(auth=lambda request: request, http_client=httpx2.Client(transport=Stub()))
    # Other objects are rejected.
    WorkatoEmbedded(http_client=async_http)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    AsyncWorkatoEmbedded(http_client=http)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    WorkatoEmbedded(http_client=timeout)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    WorkatoEmbedded(timeout="5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    WorkatoEmbedded(auth="ada:key")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    WorkatoEmbedded(auth=timeout)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def make_async(http: httpx2.AsyncClient, token: Awaitable[str]) -> None:
    """The asynchronous client accepts asynchronous functions, too."""
    client = AsyncWorkatoEmbedded(lambda: token, http_client=http, on_request=note_async, on_response=note)
    async with client as opened:
        assert_type(opened, AsyncWorkatoEmbedded)
    assert_type(client.with_options(api_token="other"), AsyncWorkatoEmbedded)
    await client.close()


def pages(page: Page[models.Recipe]) -> None:
    """A page has its items, and iterates over the items of all following pages."""
    assert_type(page.items, list[models.Recipe])
    assert_type(page.total, int | None)
    assert_type(page.has_next_page(), bool)
    assert_type(page.next_page(), Page[models.Recipe] | None)
    assert_type(page.iter_pages(), Iterator[Page[models.Recipe]])
    for recipe in page:
        assert_type(recipe, models.Recipe)


async def pages_async(pages: AsyncPages[models.Recipe]) -> None:
    """A list can be awaited for its first page, or iterated."""
    page = await pages
    assert_type(page, AsyncPage[models.Recipe])
    assert_type(await page.next_page(), AsyncPage[models.Recipe] | None)
    assert_type(page.iter_pages(), AsyncIterator[AsyncPage[models.Recipe]])
    async for recipe in pages:
        assert_type(recipe, models.Recipe)


def objects(recipe: models.Recipe, made: models.CreatedRecipe) -> None:
    """Properties have the types of the document; missing and null are different."""
    assert_type(recipe.id, int)
    assert_type(recipe.created_at, datetime.datetime)
    assert_type(recipe.trigger_application, str | None)
    assert_type(recipe.action_applications, list[str])
    assert_type(recipe.additional_properties, dict[str, Any])
    assert_type(recipe.to_dict(), dict[str, Any])
    assert_type(models.Recipe.from_dict({}), models.Recipe)
    if not isinstance(made.id, Unset):
        assert_type(made.id, int)


def responses(client: WorkatoEmbedded) -> None:
    """Raw and streamed responses."""
    raw = client.managed_users.with_raw_response.get(7)
    assert_type(raw, RawResponse[models.ManagedUser])
    assert_type(raw.parse(), models.ManagedUser)
    assert_type(raw.content, bytes)
    assert_type(raw.headers, httpx2.Headers)
    assert_type(client.recipes.with_raw_response.list(7).parse(), Page[models.Recipe])
    with client.managed_users.with_streaming_response.get(managed_user_id="E7") as streamed:
        assert_type(streamed, StreamedResponse[models.ManagedUser])
        assert_type(streamed.iter_bytes(), Iterator[bytes])
        assert_type(streamed.iter_lines(), Iterator[str])


async def responses_async(client: AsyncWorkatoEmbedded) -> None:
    """Raw and streamed responses of the asynchronous client."""
    raw = await client.managed_users.members.with_raw_response.list(7)
    assert_type(raw.parse(), AsyncPage[models.Member])
    async with client.managed_users.with_streaming_response.get(7) as streamed:
        assert_type(streamed, AsyncStreamedResponse[models.ManagedUser])
        assert_type(await streamed.parse(), models.ManagedUser)


def files(client: WorkatoEmbedded, package: FileContent, started: models.PackageImport) -> None:
    """Packages are uploaded, waited for and downloaded."""
    assert_type(client.packages.import_package(7, package=package, folder_id="1"), models.PackageImport)
    assert_type(client.packages.wait_for_import(7, started.id, timeout=None, poll=1), models.PackageImport)
    export = client.packages.wait_for_export("E7", 8, timeout=60, on_progress=print)
    assert_type(export, models.PackageExport)
    assert_type(client.packages.download(export, to="a.zip"), Path)
    assert_type(client.packages.export_and_download(7, 8, to=Path("a.zip")), models.PackageExport)
    with client.packages.stream("https://files.example.com/a.zip") as streamed:
        assert_type(streamed, StreamedResponse[bytes])


async def files_async(client: AsyncWorkatoEmbedded, package: AsyncFileContent) -> None:
    """Packages with the asynchronous client."""
    assert_type(await client.packages.import_package(7, package=package, folder_id="1"), models.PackageImport)
    assert_type(await client.packages.wait_for_import(7, 8), models.PackageImport)
    export = await client.packages.wait_for_export(7, 8)
    assert_type(await client.packages.download(export, to="a.zip"), Path)
    assert_type(await client.packages.export_and_download(7, 8, to="a.zip"), models.PackageExport)
    async with client.packages.stream(export) as streamed:
        assert_type(streamed, AsyncStreamedResponse[bytes])


def errors(client: WorkatoEmbedded) -> None:
    """Exceptions form a tree, from specific to general."""
    try:
        client.recipes.start(7, 8)
    except RefusedError as error:
        assert_type(error.message, str)
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
        assert_type(error.reasons, tuple[Reason, ...])
        assert_type([reason.text for reason in error.reasons], list[str])
    except (BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError) as error:
        assert_type(error.status_code, int)
    except (UnprocessableEntityError, InternalServerError) as error:
        assert_type(error.request_id, str | None)
    except APIStatusError as error:
        assert_type(error.response, httpx2.Response)
    except APITimeoutError as error:
        assert_type(error.path, str)
    except APIConnectionError as error:
        assert_type(error.method, str)
    except (ResponseTooLargeError, APIResponseError) as error:
        assert_type(error.response, httpx2.Response)
    except WorkatoEmbeddedError as error:
        raise ValueError from error


def errors_of_packages(client: WorkatoEmbedded) -> None:
    """Waiting for packages raises its own exceptions."""
    try:
        client.packages.wait_for_import(7, 8)
    except (PackageFailedError, PackageTimeoutError) as error:
        assert_type(error.message, str)
    except PackageError as error:
        assert_type(str(error), str)


def tests(stub: Stub) -> None:
    """Stubs for tests of programs."""
    assert_type(stub.client(max_retries=0), WorkatoEmbedded)
    assert_type(stub.async_client(), AsyncWorkatoEmbedded)
    assert_type(stub.calls, list[StubCall])
    stub.reply("get_managed_user", status=404, json={"message": "Not found"}, headers={"X": "y"})
    stub.fail("get_managed_user", httpx2.ReadTimeout("late"))
