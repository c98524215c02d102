"""Writes the requests of the collection in Postman's format."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from generator.dist.postman.steps import Step, Use
from generator.dist.postman.overrides import WAITS
from generator.dist.names import PACKAGE
from generator.samples.curl import query_pairs

_NUMBER: Final = re.compile(r'"#(\{\{\w+\}\})"')
_CHECKS: Final = """\
pm.test("the request succeeds", () => {
  pm.expect(pm.response.code).to.be.within(200, 299);
  const text = pm.response.text();
  pm.expect(text ? pm.response.json().success : true).to.not.equal(false);
});"""


# Postman repeats a request that it has as the next one, after the timers of its script.
_WAITING: Final = """\
if (["pending", "in_progress"].includes(pm.response.json().{place})) {{
  setTimeout(() => {{}}, 1000);
  pm.execution.setNextRequest(pm.info.requestName);
}}"""


def collection_scripts() -> list[dict[str, Any]]:
    """Return the scripts that run for each request: they check that it succeeded."""
    return [_script(_CHECKS)]


def item(step: Step) -> dict[str, Any]:
    """Return a request."""
    call = step.call
    request: dict[str, Any] = {
        "method": call.method.http_method,
        "description": call.method.description,
        "header": [{"key": "Content-Type", "value": call.content_type}] if call.content_type else [],
        "url": _url(step),
    }
    if call.is_upload:
        request["body"] = {"mode": "file", "file": {"src": PACKAGE}}
    elif step.body is not None:
        options = {"raw": {"language": "json"}}
        request["body"] = {"mode": "raw", "raw": _json(step.body), "options": options}
    lines = [_storing(name, place) for name, place in step.stores.items()]
    if step.name in WAITS:
        lines.append(_WAITING.format(place=WAITS[step.name]))
    scripts = [_script("\n".join(lines))] if lines else []
    return {"name": step.title, "request": request, "event": scripts, "response": []}


def _url(step: Step) -> dict[str, Any]:
    path = step.call.method.path
    for name, use in step.path.items():
        path = path.replace(f"{{{name}}}", use.text)
    sent = query_pairs(_texts(step.query))
    query: list[dict[str, Any]] = [{"key": key, "value": value} for key, value in sent]
    query += [
        {"key": key, "value": value, "disabled": True, "description": each["description"]}
        for each in step.optional
        for key, value in query_pairs({each["name"]: each.get("example", each["schema"].get("default", ""))})
    ]
    raw = "{{base_url}}" + path + ("?" + "&".join(f"{key}={value}" for key, value in sent) if sent else "")
    return {"raw": raw, "host": ["{{base_url}}"], "path": path.strip("/").split("/"), "query": query}


def _texts(value: Any) -> Any:
    """Return the values of a query with variables as Postman writes them."""
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return value.text if isinstance(value, Use) else value


def _json(body: Any) -> str:
    """Return a JSON body; a variable for a number has no quotes."""

    def text(use: Use) -> str:
        return use.text if isinstance(use.example, str) else f"#{use.text}"

    return _NUMBER.sub(r"\1", json.dumps(body, indent=2, ensure_ascii=False, default=text))


def _storing(variable: str, place: str) -> str:
    """Return the lines of a script that set a variable to a value of the response's body."""
    items, is_list, field = place.partition("[].")
    if not is_list:
        return f'pm.collectionVariables.set("{variable}", pm.response.json().{place});'
    body = f"pm.response.json(){'.' * bool(items)}{items}"
    return f"""\
const ids = {body}.map((each) => String(each.{field}));
if (ids.length > 0 && !ids.includes(pm.collectionVariables.get("{variable}"))) {{
  pm.collectionVariables.set("{variable}", ids[ids.length - 1]);
}}"""


def _script(text: str) -> dict[str, Any]:
    return {"listen": "test", "script": {"type": "text/javascript", "exec": text.split("\n")}}
