"""What can be imported is what is promised, and it explains itself."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded
from workato_embedded._operations.index import ALL
from workato_embedded.testing import Stub

from contract_tests.client.test_every_operation import OPERATIONS, REFUSED
from contract_tests.support.validator import ROOT


def resources(client: Any) -> list[Any]:
    """Return a client's resources and those below them."""
    values = (getattr(client, name) for name in dir(client) if not name.startswith("_"))
    found = [
        value
        for value in values
        if type(value).__module__.startswith("workato_embedded.resources")
        and not type(value).__name__.endswith("Response")
    ]
    return [*found, *(inner for resource in found for inner in resources(resource))]


def methods(client: Any, *, of_operations: bool = True) -> dict[str, Any]:
    """Return methods of a client's resources by their dotted class and name: those of operations, or the others."""
    return {
        f"{type(resource).__name__.removeprefix('Async')}.{name}": method
        for resource in resources(client)
        for name, method in inspect.getmembers(resource, inspect.ismethod)
        if not name.startswith("_") and (name in vars(type(resource))) == of_operations
    }


def arguments(method: Any) -> dict[str, tuple[object, object, str]]:
    """Return a method's arguments; what is asynchronous has the type of what is not."""
    found = inspect.signature(method).parameters.values()
    return {p.name: (p.kind, p.default, str(p.annotation).replace("Async", "").replace("Awaitable", "")) for p in found}


def test_each_operation_is_one_method_of_each_client() -> None:
    """As many methods as operations, with the same names and signatures on both clients."""
    one, other = methods(WorkatoEmbedded("token")), methods(AsyncWorkatoEmbedded("token"))
    assert len(one) == len(ALL)
    assert one.keys() == other.keys()
    for name, method in one.items():
        assert arguments(method) == arguments(other[name]), name


def test_what_stands_beside_operations_is_in_both_clients() -> None:
    """Waiting and downloading have the same names and arguments on both clients, and say what they do."""
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


def test_each_method_says_what_it_does() -> None:
    """Each docstring has the meaning, the errors and how well the operation is known."""
    for name, method in methods(WorkatoEmbedded("token")).items():
        text = inspect.getdoc(method) or ""
        assert "Raises:\n" in text, name
        assert "AuthenticationError: 401." in text, name
        assert "Source:\n" in text, name
        for argument in list(inspect.signature(method).parameters)[1:]:
            assert re.search(rf"^    {argument}( \(.+\))?: ", text, re.MULTILINE), (name, argument)


def test_each_method_says_where_more_is_told() -> None:
    """The place on the list of methods is there, and that in the published reference has the operation's own name."""
    listed = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (.+)$", listed, re.MULTILINE)
    places = {f"docs/api.md#{heading.replace('.', '').lower()}" for heading in headings}
    told = [
        re.search(r"(docs/api\.md#\S+), reference\.html#operation/(\w+)", method.__doc__) for method in documented()
    ]
    assert {match[1] for match in told if match} <= places
    assert {match[2] for match in told if match} == OPERATIONS.keys()


def operation_of(method: Any) -> str:
    """Return the operationId that a method's text names."""
    found = re.search(r"#operation/(\w+)", method.__doc__)
    assert found, method
    return found[1]


def documented() -> list[Any]:
    """Return the methods of operations."""
    return list(methods(WorkatoEmbedded("token")).values())


def test_each_method_names_the_refusals_that_it_can_meet() -> None:
    """A refusal with a status of success, a limit, and a value that no path can have are named where they occur."""
    for method in documented():
        operation_id, text = operation_of(method), method.__doc__
        assert ("RefusedError: " in text) == (operation_id in REFUSED), operation_id
        assert ("RateLimitError: 429" in text) == ("x-rate-limit" in OPERATIONS[operation_id]), operation_id
        assert ("ValueError: " in text) == ("{" in OPERATIONS[operation_id]["path"]), operation_id


def test_deprecated_methods_warn() -> None:
    """Those that the vendor has deprecated, and no others, say so in their texts and to who calls them."""
    for client in (WorkatoEmbedded("token"), AsyncWorkatoEmbedded("token")):
        for method in methods(client).values():
            operation = OPERATIONS[operation_of(method)]
            message = getattr(method, "__deprecated__", None)
            expected = f"{operation['method']} {operation['path']} is deprecated by the vendor"
            assert message == (expected if operation.get("deprecated") else None)
            assert ("Deprecated by the vendor" in method.__doc__) == bool(message)
    stub = Stub()
    with pytest.warns(DeprecationWarning, match="PUT .* is deprecated by the vendor"):
        stub.client().managed_users.upgrade(7)


def test_every_method_takes_the_options_of_one_call() -> None:
    """They are last, by name alone, and a word that is none of them is refused as Python refuses it."""
    for method in documented():
        last = list(inspect.signature(method).parameters.values())[-1]
        assert (last.name, last.kind) == ("options", inspect.Parameter.VAR_KEYWORD)
    stub = Stub()
    with pytest.raises(TypeError, match="unknown argument 'nmae'"):
        stub.client().managed_users.create(name="A", notification_email="a@example.com", nmae="B")  # type: ignore[call-arg]  # that is the point
    assert stub.calls == []
    raw = stub.client().managed_users.with_raw_response.get(7, extra_headers={"X-Trace": "t-1"})
    assert raw.http_response.request.headers["x-trace"] == "t-1"


def test_a_copy_has_resources_of_its_own() -> None:
    """Resources that a client has used are not taken over by a copy with other options."""
    client = WorkatoEmbedded("token")
    used = client.recipes
    assert client.recipes is used
    assert client.with_options(timeout=5).recipes is not used


def test_a_wrong_argument_is_refused_before_anything_is_sent() -> None:
    """An empty id, which would name another path, is a ValueError."""
    with pytest.raises(ValueError, match="invalid managed_user_id: ''"):
        WorkatoEmbedded("token", base_url="http://127.0.0.1:9").managed_users.get("")
