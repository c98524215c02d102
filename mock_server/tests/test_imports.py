"""Importing the mock changes no other module, and serving imports only what it needs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# What the mock, or connexion, imports only for other purposes than serving.
UNUSED = [
    "alembic",
    "connexion.apps",
    "flask",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "jsonpatch",
    "psycopg",
    "pygments",
    "requests",
    "rich",
    "starlette.testclient",
    "urllib3",
    "workato_embedded",
    "workato_embedded_mock.control.handlers",
    "workato_embedded_mock.proxy",
    "workato_embedded_mock.resources.packages",
    "workato_embedded_mock.resources.recipes",
    "workato_embedded_mock.serving.workers",
]
# Serves one request, as a server does.
_SERVE = """
import asyncio, sys
from workato_embedded_mock.app import create_app
import workato_embedded_mock.cli, workato_embedded_mock.serving.server

sent = []
async def receive():
    return {"type": "http.request", "body": b"", "more_body": False}
async def send(message):
    sent.append(message)
headers = [(b"authorization", b"Bearer t")]
scope = {"type": "http", "method": "GET", "path": "/api/managed_users", "query_string": b"", "headers": headers}
with create_app() as app:
    asyncio.run(app(scope, receive, send))
assert sent[0]["status"] == 200, sent
"""
_DESCRIBE = """
import json
import connexion, httpx, jsonschema, requests
import requests.adapters
modules = (connexion, httpx, jsonschema, requests, requests.adapters)
names = {module.__name__: sorted(dir(module)) for module in modules}
print(json.dumps({
    module.__name__: [type(module).__name__, type(module.__loader__).__name__, module.__file__, module.__spec__.origin,
                      module is sys.modules[module.__name__], names[module.__name__]]
    for module in modules
}))
"""


def run(code: str) -> str:
    """Run code in a new interpreter, and return what it prints."""
    return subprocess.check_output([sys.executable, "-W", "ignore", "-c", "import sys\n" + code], text=True)


def test_other_modules_behave_as_before() -> None:
    """After the mock has served, connexion, httpx, jsonschema and requests are what they are without the mock."""
    assert json.loads(run(_SERVE + _DESCRIBE)) == json.loads(run(_DESCRIBE))


def test_no_module_is_replaced() -> None:
    """All modules that the mock has imported are the same objects after they were used by others."""
    code = """
before = dict(sys.modules)
import connexion, httpx, jsonschema, requests
assert connexion.AsyncApp and httpx.Client and jsonschema.validate and requests.Session
print([name for name, module in before.items() if sys.modules[name] is not module])
print(sorted({"connexion", "httpx", "jsonschema", "requests"} & before.keys()))
"""
    assert run(_SERVE + code).splitlines() == ["[]", "['connexion', 'jsonschema']"]


def test_connexion_is_not_patched() -> None:
    """Nothing in connexion comes from the mock, but two placeholders for modules that connexion rarely uses."""
    code = """
import connexion, httpx, requests
# A deferred package becomes a plain module when it is used.
connexion.AsyncApp, connexion.decorators.FlaskDecorator
found = []
for name, module in list(sys.modules.items()):
    if name.split(".")[0] in {"connexion", "starlette", "jsonschema"}:
        for key, value in list(vars(module).items()):
            parts = [value, *(vars(value).values() if isinstance(value, type) else ())]
            found += [f"{name}.{key}" for part in parts if str(getattr(part, "__module__", "")).startswith("workato")]
print(sorted(found))
print(connexion.json_schema.requests.get is requests.get, connexion.security.httpx.AsyncClient is httpx.AsyncClient)
"""
    placeholders = ["connexion.json_schema.requests", "connexion.security.httpx"]
    assert run(_SERVE + code).splitlines() == [str(placeholders), "True True"]


@pytest.mark.parametrize("later", ["requests", "httpx"])
def test_a_deferred_module_works_when_it_is_imported(later: str) -> None:
    """Importing a name of what the mock does not need imports it as without the mock."""
    code = f"""
from {later} import get
import {later}
print(get.__module__, type({later}).__name__)
"""
    assert run("import workato_embedded_mock.app\n" + code).split() == run(code).split()


def test_serving_imports_only_what_it_needs() -> None:
    """A server that has responded has imported nothing that only other commands, tests and connexion's apps need."""
    # A deferred package is in `sys.modules`, but has not run.
    code = f"""
ran = [name for name, module in sys.modules.items() if type(module).__name__ != "_DeferredPackage"]
print([name for name in {UNUSED} if any(each == name or each.startswith(name + ".") for each in ran)])
"""
    assert run(_SERVE + code).strip() == "[]"
