"""Handlers for whole namespaces."""

from __future__ import annotations

from workato_embedded_mock.control.invalid_states import invalid_seed
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import StartError, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.problems import SeedError


def reset(tools: Tools, namespace: str | None, all: bool, body: Json) -> Json:  # noqa: A002 - the parameter's name
    """Reset one namespace, or all, to the seed of the server or to another seed; return how many were reset.

    Names of namespaces are bearer tokens, so the response has none.
    """
    named = [] if all or namespace is None else [namespace]
    if not named and not all:
        text = "name the namespace by the header X-Mock-Namespace or by the bearer token, or reset all with ?all=true"
        raise bad_request("/header/x-mock-namespace", "required", text)
    rows, source = None, ""
    if body is not None and "seed" in body:
        try:
            rows = tools.load_rows(body["seed"])
            source = f"seed {body['seed']}" if isinstance(body["seed"], str) else "seed in a request"
        except SeedError as error:
            raise invalid_seed("/body/seed", error) from error
        except StartError as error:
            raise bad_request("/body/seed", "seed", str(error)) from error
    if not named and rows is None:
        return {"count": tools.namespaces.reset_all()}
    names = named or tools.namespaces.names()
    for name in names:
        tools.namespaces.reset(name, rows, source)
    return {"count": len(names)}
