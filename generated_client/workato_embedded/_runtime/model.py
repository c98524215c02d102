"""What the objects of the API have in common: made from JSON leniently, given back as JSON whole.

Reading never fails: a property of an unexpected type is kept as it came, one that is missing is `UNSET`, and one that
is not in the spec is kept in `additional_properties`. Knows no operations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from attrs import NOTHING, define, field, fields

from .masks import masked
from .plain_json import JsonObject, to_json
from .unset import UNSET

Reader = Callable[[Any], Any]
"""Turns a JSON value into a Python value; may raise ValueError or TypeError."""


@define(kw_only=True, repr=False)
class Model(JsonObject):
    """An object of the API. `additional_properties` has what the spec does not name."""

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    _readers: ClassVar[Mapping[str, Reader]] = {}
    """By attribute, how to read a value that is more than a scalar."""
    _names: ClassVar[Mapping[str, str]] = {}
    """Attribute by JSON key. An attribute that would be a Python keyword has an underscore behind it."""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        own = (attribute.name for attribute in fields(cls) if attribute.name != "additional_properties")
        cls._names = {name.removesuffix("_"): name for name in own}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read an object from decoded JSON. Raises TypeError if `data` is no mapping."""
        if not isinstance(data, Mapping):
            raise TypeError(f"{cls.__name__} needs an object, not {type(data).__name__}")
        names = cls._names
        values = {name: data.get(key, UNSET) for key, name in names.items()}
        for name, reader in cls._readers.items():
            values[name] = _read(values[name], reader)
        return cls(additional_properties={k: v for k, v in data.items() if k not in names}, **values)

    def to_dict(self) -> dict[str, Any]:
        """Give the object back as JSON values, properties outside the spec included, unset ones left out."""
        values = {key: getattr(self, name) for key, name in self._names.items()}
        return {key: to_json(v) for key, v in {**self.additional_properties, **values}.items() if v is not UNSET}

    def misses_required(self) -> bool:
        """Say whether any property that the spec requires is unset."""
        required = (attribute.name for attribute in fields(type(self)) if attribute.default is NOTHING)
        return any(getattr(self, name) is UNSET for name in required)

    def has_known(self) -> bool:
        """Say whether any property that the spec names is set."""
        return any(getattr(self, name) is not UNSET for name in self._names.values())

    def __repr__(self) -> str:
        values = {name: getattr(self, name) for name in self._names.values()}
        given = {name: value for name, value in values.items() if value is not UNSET}
        more = {"additional_properties": self.additional_properties} if self.additional_properties else {}
        # A repr gets into logs and reports of faults.
        shown = masked({**given, **more})
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _read(value: Any, reader: Reader) -> Any:
    if value is None or value is UNSET:
        return value
    try:
        return reader(value)
    except (ValueError, TypeError):
        return value
