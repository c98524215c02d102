"""Writes a seed as YAML."""

from __future__ import annotations

from typing import Any

import yaml

from workato_embedded_mock.seeds.form.writing import write_form
from workato_embedded_mock.store.states import Rows

_HEADER = "# yaml-language-server: $schema=./seed.schema.json\n"
_WIDTH = 120


class _Dumper(yaml.SafeDumper):
    """A dumper that indents lists, and repeats equal values instead of referring to them."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return whether equal values are repeated: always."""
        del data
        return True


def seed_as_yaml(rows: Rows) -> str:
    """Return rows of the store as the YAML text of a seed."""
    content = write_form(rows)
    if not content:
        return f"{_HEADER}{{}}\n"
    text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return _HEADER + text
