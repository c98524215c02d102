"""Send a script in every text field that the API and the control plane take. The console must show it as text."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2
from workato_embedded import WorkatoEmbeddedError

from contract_tests.browser.accounts import OPTIONS
from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import operations

SCRIPT = "<script>alert(1)</script>"
# The quotes would end an attribute, and the handler needs no script element; names may have no slash.
HANDLER = "\"'><img src=x onerror=alert(1)>"
TEXT = SCRIPT + HANDLER

_Place = tuple[str | int, ...]


def send_scripts(base_url: str, token: str) -> tuple[int, int]:
    """Call each operation that deletes nothing once for each text field of its request, which has the script then.

    Returns:
        How many of the requests the mock accepted, and how many it rejected.
    """
    accepted = rejected = 0
    for operation_id, operation in operations().items():
        if operation["method"] == "DELETE" or "delete" in operation_id:
            continue
        recorder, call = Recorder(base_url, token), CASES[operation_id].call
        for place in _texts(_body(recorder, call)):
            if _accepts(recorder, call, place, TEXT) or _accepts(recorder, call, place, HANDLER):
                accepted += 1
            else:
                rejected += 1
    with httpx2.Client(
        base_url=base_url, headers={"Authorization": f"Bearer {token}", "User-Agent": TEXT}, **OPTIONS
    ) as client:
        client.get(f"/managed_users/{quote(TEXT)}")
        client.get("/managed_users", params={"page": TEXT, TEXT: TEXT})
        client.post("/managed_users", json={TEXT: TEXT})
        client.post("/managed_users", content=TEXT, headers={"Content-Type": "application/json"})
    return accepted, rejected


def set_scripts(control: httpx2.Client) -> None:
    """Write the script into what the control plane keeps: the rule of a fault. Names of snapshots are restricted."""
    rule = {"match": {"path": f"*{TEXT}*", "body": {TEXT: TEXT}}, "status": 500}
    control.put("/faults", json={"rules": [rule]}).raise_for_status()


def _body(recorder: Recorder, call: Any) -> Any:
    """Return the JSON body that the client sends for a call; None if there is none."""
    sent: list[httpx2.Request] = []

    def note(request: httpx2.Request) -> httpx2.Request:
        sent.append(request)
        return request

    _call(recorder, call, note)
    return _parsed(sent[-1]) if sent else None


def _accepts(recorder: Recorder, call: Any, place: _Place, text: str) -> bool:
    def replace(request: httpx2.Request) -> httpx2.Request:
        body = _replaced(_parsed(request), place, text)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
        return httpx2.Request(request.method, request.url, headers=headers, json=body)

    return _call(recorder, call, replace)


def _call(recorder: Recorder, call: Any, alter: Any) -> bool:
    try:
        recorder.result(call, alter, retries=0)
    except WorkatoEmbeddedError:
        return False
    return True


def _parsed(request: httpx2.Request) -> Any:
    if request.headers.get("Content-Type", "").startswith("application/json") and request.content:
        return json.loads(request.content)
    return None


def _texts(value: Any, place: _Place = ()) -> Iterator[_Place]:
    """Yield the place of each text in a JSON value: the names and positions that lead to it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _texts(part, (*place, name))
    if isinstance(value, str):
        yield place


def _replaced(value: Any, place: _Place, text: str) -> Any:
    """Return a JSON value with a text in one place."""
    if not place:
        return text
    changed: Any = copy.copy(value)
    changed[place[0]] = _replaced(changed[place[0]], place[1:], text)
    return changed
