"""The input fields of the connections of some connectors; must not have values.

Names, types and choices are those of the vendor's catalogue. Labels are the mock's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workato_embedded_mock.plain_json import Json


@dataclass(frozen=True, slots=True)
class ConnectorInputs:
    """The input fields of one connector.

    Attributes:
        base: The fields of every connection.
        added: The fields that the value of a field of `base` adds, by the name of that field and the value.
    """

    base: tuple[Json, ...]
    added: Mapping[str, Mapping[str, tuple[Json, ...]]] = field(default_factory=dict)


def _text(name: str, label: str, *, optional: bool = False, **more: Json) -> Json:
    return {"control_type": "text", "label": label, "name": name, "type": "string", "optional": optional, **more}


def _password(name: str, label: str) -> Json:
    return {**_text(name, label), "control_type": "password"}


def _choice(name: str, label: str, pick_list: list[list[str]], **more: Json) -> Json:
    return {**_text(name, label, **more), "control_type": "select", "pick_list": pick_list}


_PROFILE = _text("profile", "On-premises profile", hint="Profile of the agent in its <b>config.yml</b>")

# By the key of the connector.
INPUTS: Mapping[str, ConnectorInputs] = {
    "amazon_s3": ConnectorInputs(
        (
            _choice(
                "auth_type",
                "Authentication type",
                [["Access key", "key_secret"], ["IAM role", "role_based"]],
                default="key_secret",
            ),
            _text("region", "Region"),
            _text("restrict_to_bucket", "Bucket", optional=True),
        ),
        {
            "auth_type": {
                "key_secret": (_password("api_key", "Access key id"), _password("secret_key", "Secret access key")),
                "role_based": (_text("assume_role", "Role"), _text("external_id", "External id", optional=True)),
            }
        },
    ),
    "jira": ConnectorInputs(
        (
            _text("host_name", "Host name", hint="Without protocol"),
            _text("host_url", "Host name with protocol", optional=True, disable_formula=True),
            _choice("auth_type", "Authentication type", [["API token", "api_token"], ["OAuth 2.0", "oauth"]]),
        ),
        {"auth_type": {"api_token": (_text("email", "Email"), _password("apitoken", "API token")), "oauth": ()}},
    ),
    "jms": ConnectorInputs((_PROFILE,)),
    "postgresql": ConnectorInputs(
        (
            _PROFILE,
            _text("host", "Host"),
            _text("port", "Port"),
            _text("user", "User name"),
            _password("password", "Password"),
            _text("dbname", "Database"),
            _text("schema_name", "Schema", optional=True),
        )
    ),
    "redshift": ConnectorInputs(
        (
            _text("url", "URL"),
            _text("username", "User name"),
            _password("password", "Password"),
            _text("schema_name", "Schema", optional=True),
        )
    ),
    "salesforce": ConnectorInputs(
        (
            {
                "control_type": "checkbox",
                "label": "Sandbox",
                "name": "sandbox",
                "type": "boolean",
                "optional": True,
                "default": "false",
            },
            {
                "label": "Advanced settings",
                "name": "advanced_settings",
                "type": "object",
                "optional": True,
                "properties": [_text("custom_login_url", "URL of a custom domain", optional=True)],
            },
        )
    ),
    "slack": ConnectorInputs(()),
    "zendesk": ConnectorInputs(
        (
            _text("subdomain", "Subdomain"),
            _choice(
                "authentication_type",
                "Authentication type",
                [["Basic", "basic"], ["OAuth 2.0", "oauth"]],
                default="oauth",
            ),
        ),
        {
            "authentication_type": {
                "basic": (_text("username", "User name"), _password("password", "Password")),
                "oauth": (),
            }
        },
    ),
}


def settings_of(provider: str, sent: Json) -> dict[str, str] | None:
    """Return the values of an input that add fields to a connection; None if there are none. They are not secret."""
    known = INPUTS.get(provider)
    names = known.added if known else {}
    settings = {name: sent[name] for name in names if isinstance(sent.get(name), str)}
    return settings or None
