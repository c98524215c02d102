"""Handlers for how a namespace is embedded: the settings of direct links."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.account import update_signature_verification_key
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.embedding import (
    EmbeddingSettings,
    parse_origin,
    read_key,
    read_settings,
    read_vendor_id,
    write_settings,
)


def get_embedding(tools: Tools, namespace: str) -> Json:
    """Return the settings of direct links, and what would reject every link."""
    return tools.read(namespace, _get)


def put_embedding(tools: Tools, namespace: str, body: Json) -> Json:
    """Set some of the settings of direct links, and the key that verifies their signatures."""
    changes = {**body}
    key = changes.pop("key", None)
    if "origins" in body:
        changes["origins"] = [_origin(text, f"/body/origins/{index}") for index, text in enumerate(body["origins"])]
    return tools.write(namespace, _put, changes=changes, key=key)


def delete_embedding(tools: Tools, namespace: str) -> Json:
    """Reset the settings of direct links to their defaults."""
    return tools.write(namespace, _delete)


def _origin(text: str, pointer: str) -> str:
    """Return an origin without a slash at its end.

    Raises:
        BadRequestError: The text is not an origin.
    """
    origin = parse_origin(text)
    if origin is None:
        expected = "expected scheme, host and port, such as https://app.example.com"
        raise bad_request(pointer, "format", f"this is not an origin: {text}; {expected}")
    return origin


def _get(context: Context) -> Json:
    session = context.session
    settings, has_key = read_settings(session), read_key(session) is not None
    problems = [{"code": code, "text": text} for code, text in _problems(settings, has_key=has_key)]
    return {
        "vendor_id": read_vendor_id(session),
        "has_key": has_key,
        **settings.as_json(),
        "problems": problems,
    }


def _put(context: Context, changes: Json, key: str | None) -> Json:
    if key is not None:
        update_signature_verification_key(context, {"key": key})
    write_settings(context.session, replace(read_settings(context.session), **changes))
    return _get(context)


def _delete(context: Context) -> Json:
    write_settings(context.session, None)
    return _get(context)


def _problems(settings: EmbeddingSettings, *, has_key: bool) -> list[tuple[str, str]]:
    """Return what is wrong with every link: codes of rejections where there is one, and texts."""
    found = []
    if find_spec("jwt") is None:
        found.append(("library_missing", "PyJWT is missing: pip install 'workato-embedded[embedding]'"))
    if settings.checks and not has_key:
        found.append(("key_missing", "the account has no key: PUT /api/account/signature_verification_key sets it"))
    if not settings.origins:
        text = "origins is empty: only customers with an origin_url or frame_ancestors can be framed"
        found.append(("origins_missing", text))
    return found
