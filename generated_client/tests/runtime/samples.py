"""A small API for tests of the runtime: a model, operations, and clients with a handler."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import httpx2
from attrs import define
from workato_embedded._runtime import readers
from workato_embedded._runtime.auth import BearerAuth
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.model import Model, Reader
from workato_embedded._runtime.operations import Operation, PagedOperation
from workato_embedded._runtime.paging import Cursor, PageNumbers
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.settings import Settings, user_agent
from workato_embedded._runtime.unset import UNSET, Unset

from .http_libraries import http_async_client, http_client

Handler = Callable[[httpx2.Request], httpx2.Response]


@define(kw_only=True, repr=False)
class Wheel(Model):
    """A nested model."""

    size: int


@define(kw_only=True, repr=False)
class Car(Model):
    """A model with every kind of property."""

    id: int
    name: str | None
    class_: str | Unset = UNSET
    built_at: datetime.datetime | Unset = UNSET
    spare: Wheel | Unset | None = UNSET
    radio_token: str | Unset | None = UNSET
    wheels: list[Wheel] | Unset = UNSET

    _readers: ClassVar[Mapping[str, Reader]] = {
        "built_at": readers.date_time,
        "spare": Wheel.from_dict,
        "wheels": readers.list_of(Wheel.from_dict),
    }


GET = Operation[Car](id="get_car", method="GET", path="/cars/{id}", read=Car.from_dict)
CREATE = Operation[Car](id="create_car", method="POST", path="/cars", read=Car.from_dict, wrapper="car")
SCRAP = Operation[None](id="scrap_car", method="POST", path="/cars/{id}/scrap", read=readers.nothing)
LIST = PagedOperation[Car](
    id="list_cars",
    method="GET",
    path="/cars",
    read=readers.list_of(Car.from_dict),
    envelope="result",
    paging=PageNumbers(page="page", per_page="per_page", first=1, size=3, max=5),
)
COUNTED = PagedOperation[Car](
    id="list_counted_cars",
    method="GET",
    path="/cars",
    read=readers.list_of(Car.from_dict),
    envelope="result",
    paging=PageNumbers(page="page", per_page="per_page", first=1, size=3, max=5, total="count"),
)

BY_CURSOR = PagedOperation[Car](
    id="list_cars_by_cursor",
    method="GET",
    path="/cars",
    read=readers.list_of(Car.from_dict),
    envelope="result.items",
    paging=Cursor(cursor="after_id", item="id"),
)
UPLOAD = Operation[Car](
    id="upload_car",
    method="POST",
    path="/cars",
    name="Cars.upload",
    read=Car.from_dict,
    content_type="application/octet-stream",
)

SETTINGS = Settings(
    base_url="https://example.com/api",
    auth=BearerAuth("secret-token"),
    headers={"Accept": "application/json", "User-Agent": user_agent("1.2.3")},
    retries=Retries(max_retries=0),
)


def sync_client(handler: Handler, settings: Settings = SETTINGS) -> SyncClient:
    """Return a client whose requests go to `handler`."""
    return SyncClient(settings, http_client(httpx2.MockTransport(handler)))


def async_client(handler: Handler, settings: Settings = SETTINGS) -> AsyncClient:
    """Return an asynchronous client whose requests go to `handler`."""
    return AsyncClient(settings, http_async_client(httpx2.MockTransport(handler)))


def respond_with(status: int = 200, **content: Any) -> Handler:
    """Return a handler that always returns the same response."""
    return lambda _: httpx2.Response(status, **content)


def fleet(size: int, counted: bool = False, maximum: int = 5) -> Handler:
    """Return a handler that returns `size` cars in pages. Like the API, it reduces `per_page` to `maximum`."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        page = int(request.url.params.get("page", 1))
        per_page = min(int(request.url.params.get("per_page", 3)), maximum)
        cars = [{"id": n, "name": None} for n in range(size)][(page - 1) * per_page : page * per_page]
        return httpx2.Response(200, json={"result": cars, **({"count": size} if counted else {})})

    return respond
