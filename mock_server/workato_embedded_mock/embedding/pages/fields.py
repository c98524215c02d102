"""The fields in the form of a connection, from the input fields of its connector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.input_catalogue import INPUTS

# The value of a choice between ways to sign in that leads to OAuth.
_OAUTH = "oauth"
_GENERIC_HINT = "The mock does not know the fields of this connector. Any value connects, also none."


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: Its name; names of fields within an object follow that of the object and a dot.
        label: Its label.
        control: How it is shown: `text`, `password`, `select` or `checkbox`.
        required: Whether it needs a value.
        hint: A sentence about it; empty for none.
        choices: The label and value of each choice.
        default: Its value at first.
        when: The name and value of the choice that it belongs to; None for a field that is always there.
    """

    name: str
    label: str
    control: str = "text"
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    when: tuple[str, str] | None = None


_GENERIC = (Field("api_key", "API key or password", "password", hint=_GENERIC_HINT),)


def fields_of(provider: str, *, oauth: bool) -> list[Field]:
    """Return the fields of the connections of a connector; one for any value if the mock does not know them."""
    known = INPUTS.get(provider)
    if known is None:
        return [] if oauth else list(_GENERIC)
    fields = [field for one in known.base for field in _flat(one)]
    for name, choices in known.added.items():
        for value, more in choices.items():
            fields += [field for one in more for field in _flat(one, when=(name, value))]
    return fields


def leads_to_oauth(fields: list[Field], sent: Mapping[str, Json]) -> bool:
    """Return whether an input chooses to sign in with OAuth."""
    return any(_OAUTH in dict(field.choices).values() and sent.get(field.name) == _OAUTH for field in fields)


def missing_fields(fields: list[Field], sent: Mapping[str, Json]) -> dict[str, str]:
    """Return what is wrong with an input, by the name of the field."""
    return {
        field.name: "Enter a value"
        for field in fields
        if field.required and _applies(field, sent) and not value_at(sent, field.name)
    }


def value_at(sent: Mapping[str, Json], name: str) -> Json:
    """Return the value of a field in an input, or None."""
    value: Json = sent
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _applies(field: Field, sent: Mapping[str, Json]) -> bool:
    return field.when is None or sent.get(field.when[0]) == field.when[1]


def _flat(one: Json, prefix: str = "", when: tuple[str, str] | None = None) -> Iterator[Field]:
    """Yield the fields that an input field consists of: itself, or those within an object."""
    name = f"{prefix}{one['name']}"
    if one["type"] == "object":
        for part in one["properties"]:
            yield from _flat(part, f"{name}.", when)
        return
    yield Field(
        name,
        one["label"],
        one["control_type"],
        not one.get("optional", False),
        Markup(one.get("hint", "")).striptags(),  # noqa: S704  # of our own catalogue, and without its tags
        tuple((label, value) for label, value in one.get("pick_list", ())),
        one.get("default", ""),
        when,
    )
