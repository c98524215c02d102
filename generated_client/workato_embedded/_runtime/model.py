"""The base class of the API's objects, which are parsed leniently from JSON and converted back without loss.

Parsing never fails: a property of an unexpected type is kept unchanged, a missing one is `UNSET`, and one that is not
in the spec is kept in `additional_properties`. Does not use operations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from attrs import NOTHING, define, field, fields

from .masks import masked
from .plain_json import JsonObject, to_json
from .secret_names import Marks
from .unset import UNSET

# Converts a JSON value to a Python value. It may raise ValueError or TypeError.
Reader = Callable[[Any], Any]


@define(kw_only=True, repr=False)
class Model(JsonObject):
    """An object of the API. `additional_properties` has the properties that are not in the spec.

    Attributes:
        _readers: The reader of each attribute that is not a plain scalar.
        _secrets: Whether a property is secret, by JSON key. Only for marked properties and suggestive names.
        _names: The attribute of each JSON key. An attribute that would be a Python keyword ends with an underscore.
    """

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    _readers: ClassVar[Mapping[str, Reader]] = {}
    _names: ClassVar[Mapping[str, str]] = {}
    _secrets: ClassVar[Marks] = {}

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        own = (attribute.name for attribute in fields(cls) if attribute.name != "additional_properties")
        cls._names = {name.removesuffix("_"): name for name in own}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Parse an object from decoded JSON. Raises TypeError if `data` is not a mapping."""
        if not isinstance(data, Mapping):
            raise TypeError(f"{cls.__name__}: expected an object, not {type(data).__name__}")
        names = cls._names
        values = {name: data.get(key, UNSET) for key, name in names.items()}
        for name, reader in cls._readers.items():
            values[name] = _read(values[name], reader)
        return cls(additional_properties={k: v for k, v in data.items() if k not in names}, **values)

    def to_dict(self) -> dict[str, Any]:
        """Return the object as JSON values, with properties outside the spec and without unset ones."""
        values = {key: getattr(self, name) for key, name in self._names.items()}
        return {key: to_json(v) for key, v in {**self.additional_properties, **values}.items() if v is not UNSET}

    def misses_required(self) -> bool:
        """Return whether any property that the spec requires is unset."""
        required = (attribute.name for attribute in fields(type(self)) if attribute.default is NOTHING)
        return any(getattr(self, name) is UNSET for name in required)

    def has_known(self) -> bool:
        """Return whether any property that the spec names is set."""
        return any(getattr(self, name) is not UNSET for name in self._names.values())

    def __repr__(self) -> str:
        values = {key: getattr(self, name) for key, name in self._names.items()}
        given = {key: value for key, value in values.items() if value is not UNSET}
        try:
            return self._shown(given)
        except RecursionError:
            # Not from a response, which is not nested so deep.
            return f"{type(self).__name__}(...)"

    def _shown(self, given: dict[str, Any]) -> str:
        # A repr ends up in logs and bug reports.
        shown = {self._names[key]: value for key, value in masked(given, marks=self._secrets).items()}
        if self.additional_properties:
            shown["additional_properties"] = masked(self.additional_properties)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _read(value: Any, reader: Reader) -> Any:
    if value is None or value is UNSET:
        return value
    try:
        return reader(value)
    except (ValueError, TypeError):
        return value
