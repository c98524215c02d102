"""Each operation is a documented method of both clients, with the same arguments."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded
from workato_embedded._operations.index import ALL
from workato_embedded.testing import Stub

from contract_tests.support.documented_calls import OPERATIONS, REFUSALS
from contract_tests.support.validator import ROOT


def resources(client: Any) -> list[Any]:
    """Return a client's resources, including nested ones."""
    values = (getattr(client, name) for name in dir(client) if not name.startswith("_"))
    found = [
        value
        for value in values
        if type(value).__module__.startswith("workato_embedded.resources")
        and not type(value).__name__.endswith("Response")
    ]
    return [*found, *(inner for resource in found for inner in resources(resource))]


def methods(client: Any, *, of_operations: bool = True) -> dict[str, Any]:
    """Return the methods of a client's resources by class and name: those of operations, or the others."""
    return {
        f"{type(resource).__name__.removeprefix('Async')}.{name}": method
        for resource in resources(client)
        for name, method in inspect.getmembers(resource, inspect.ismethod)
        if not name.startswith("_") and (name in vars(type(resource))) == of_operations
    }


def arguments(method: Any) -> dict[str, tuple[object, object, str]]:
    """Return a method's arguments, with the types of the synchronous client."""
    found = inspect.signature(method).parameters.values()
    return {p.name: (p.kind, p.default, str(p.annotation).replace("Async", "").replace("Awaitable", "")) for p in found}


def test_each_operation_is_one_method_of_each_client() -> None:
    """Both clients have one method for each operation, with the same names and signatures."""
    one, other = methods(WorkatoEmbedded("token")), methods(AsyncWorkatoEmbedded("token"))
    assert len(one) == len(ALL)
    assert one.keys() == other.keys()
    for name, method in one.items():
        assert arguments(method) == arguments(other[name]), name


def test_methods_that_are_not_operations_are_in_both_clients() -> None:
    """Methods that wait and download have the same names and arguments in both clients, and docstrings."""
    one = methods(WorkatoEmbedded("token"), of_operations=False)
    other = methods(AsyncWorkatoEmbedded("token"), of_operations=False)
    assert (
        one.keys()
        == other.keys()
        == {
            f"Packages.{name}"
            for name in ("download", "export_and_download", "stream", "wait_for_export", "wait_for_import")
        }
    )
    for name, method in one.items():
        text = inspect.getdoc(method) or ""
        assert "Raises:\n" in text, name
        for argument in arguments(method):
            assert f"    {argument}: " in text, (name, argument)
        assert inspect.getdoc(other[name]), name
        assert arguments(method) == arguments(other[name]), name


def test_each_method_has_a_complete_docstring() -> None:
    """Each docstring describes the arguments, the errors and the source of the operation."""
    for name, method in methods(WorkatoEmbedded("token")).items():
        text = inspect.getdoc(method) or ""
        assert "Raises:\n" in text, name
        assert "AuthenticationError: 401." in text, name
        assert "Source:\n" in text, name
        for argument in list(inspect.signature(method).parameters)[1:]:
            assert re.search(rf"^    {argument}( \([^)]+\))?: ", text, re.MULTILINE), (name, argument)


def test_each_docstring_links_to_both_references() -> None:
    """Each docstring links to a heading of docs/api.md and to the operation in the published reference."""
    listed = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (.+)$", listed, re.MULTILINE)
    anchors = {f"docs/api.md#{heading.replace('.', '').lower()}" for heading in headings}
    links = [
        re.search(r"(docs/api\.md#\S+), reference\.html#operation/(\w+)", method.__doc__) for method in documented()
    ]
    assert {match[1] for match in links if match} <= anchors
    assert {match[2] for match in links if match} == OPERATIONS.keys()


def operation_of(method: Any) -> str:
    """Return the operationId in a method's docstring."""
    found = re.search(r"#operation/(\w+)", method.__doc__)
    assert found, method
    return found[1]


def documented() -> list[Any]:
    """Return the methods of operations."""
    return list(methods(WorkatoEmbedded("token")).values())


def test_each_docstring_names_the_errors_of_its_operation() -> None:
    """RefusedError, RateLimitError and ValueError are in the docstrings of the operations that can raise them."""
    for method in documented():
        operation_id, text = operation_of(method), method.__doc__
        assert ("RefusedError: " in text) == (operation_id in REFUSALS), operation_id
        assert ("RateLimitError: 429" in text) == ("x-rate-limit" in OPERATIONS[operation_id]), operation_id
        assert ("ValueError: " in text) == ("{" in OPERATIONS[operation_id]["path"]), operation_id


def retirement(operation: dict[str, Any]) -> str:
    """Return in words that an operation is deprecated or retired, and the method that replaces it.

    Each `x-until` is the date of an edition, so that an operation that ends has ended in the newest one.
    """
    client = OPERATIONS.get(operation.get("x-replaced-by", ""), {}).get("x-client")
    ends = f"retired since {operation['x-until']}" if "x-until" in operation else "deprecated"
    return f"{ends}; use client.{client['resource']}.{client['method']}" if client else ends


def test_deprecated_methods_warn() -> None:
    """Only methods that the vendor has deprecated have a notice in the docstring and warn when they are called."""
    for client in (WorkatoEmbedded("token"), AsyncWorkatoEmbedded("token")):
        for method in methods(client).values():
            operation = OPERATIONS[operation_of(method)]
            message = getattr(method, "__deprecated__", None)
            text = retirement(operation)
            expected = f"{operation['method']} {operation['path']} is {text}"
            assert message == (expected if operation.get("deprecated") else None)
            assert (f"Part of the API since {operation.get('x-since')}." in method.__doc__) is ("x-since" in operation)
            notice = f"{text[:1].upper()}{text[1:]}. It may not work"
            assert (notice in " ".join(method.__doc__.split())) == bool(message)
    stub = Stub()
    with pytest.warns(DeprecationWarning, match="PUT .* is deprecated; use client.managed_users.update$"):
        stub.client().managed_users.upgrade(7)
    with pytest.warns(
        DeprecationWarning, match="is retired since 2026-07-01; use client.api_platform.clients_v2.list$"
    ):
        stub.client().api_platform.clients.list(7)


def test_the_first_line_of_a_deprecated_method_names_the_successor() -> None:
    """The first line of a docstring says that a method is retired or deprecated, and what to use instead."""
    first = {operation_of(method): method.__doc__.splitlines()[0] for method in documented()}
    assert first["list_api_clients"] == "Retired, use api_platform.clients_v2.list: List API clients."
    assert first["search_public_recipes"] == "Retired: Search public recipes."
    assert first["upgrade_managed_user"] == "Deprecated, use managed_users.update: Upgrade a customer."
    for operation_id, operation in OPERATIONS.items():
        word = "Retired" if "x-until" in operation else "Deprecated"
        client = OPERATIONS.get(operation.get("x-replaced-by", ""), {}).get("x-client")
        successor = f", use {client['resource']}.{client['method']}" if client else ""
        begin = f"{word}{successor}: {operation['summary']}." if operation.get("deprecated") else operation["summary"]
        assert first[operation_id].startswith(begin), operation_id


def test_each_method_takes_request_options() -> None:
    """Request options are keyword arguments, and an unknown argument raises TypeError before a request is sent."""
    for method in documented():
        last = list(inspect.signature(method).parameters.values())[-1]
        assert (last.name, last.kind) == ("options", inspect.Parameter.VAR_KEYWORD)
    stub = Stub()
    with pytest.raises(
        TypeError,
        match=r"^ManagedUsers.create\(\) has no argument 'nmae', did you mean 'name'\? ",
    ):
        stub.client().managed_users.create(name="A", notification_email="a@example.com", nmae="B")  # type: ignore[call-arg]  # the argument is wrong on purpose
    assert stub.calls == []
    raw = stub.client().managed_users.with_raw_response.get(7, extra_headers={"X-Trace": "t-1"})
    assert raw.http_response.request.headers["x-trace"] == "t-1"


def test_a_copy_has_its_own_resources() -> None:
    """A copy with other options does not reuse the resources of the original client."""
    client = WorkatoEmbedded("token")
    used = client.recipes
    assert client.recipes is used
    assert client.with_options(timeout=5).recipes is not used


def test_an_empty_id_is_rejected_before_a_request_is_sent() -> None:
    """An empty id raises ValueError, since it would give another path."""
    with pytest.raises(ValueError, match="invalid managed_user_id: ''"):
        WorkatoEmbedded("token", base_url="http://127.0.0.1:9").managed_users.get("")
