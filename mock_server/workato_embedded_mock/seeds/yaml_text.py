"""Parses YAML text strictly, and finds the lines of values; must not know what a seed is.

JSON is parsed as YAML, too, to find its lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_keys, pointer_token

# Aliases may make a text this many times as large as it is, or this many values.
_MOST_REPEATS = 10
_MOST_VALUES = 1_000_000


class YamlError(Exception):
    """A text is not YAML, or not YAML that has a JSON value.

    Attributes:
        line: The line of the error, from 1; None if it is not known.
    """

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.line = line


def compose(text: str) -> Any:
    """Return the tree of nodes of a YAML text; None if it is empty.

    Raises:
        YamlError: The text is not YAML, or its aliases are recursive or make it too large.
    """
    import yaml

    loader = _loader()(text)
    try:
        root = loader.get_single_node()
        _check_size(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = ", ".join(part for part in (error.context, error.problem) if part)
        line = text.splitlines()[mark.line : mark.line + 1] if mark is not None else []
        hint = "; YAML is indented by spaces, not tabs" if "cannot start" in words and "\t" in "".join(line) else ""
        raise YamlError(f"{words}{hint}", mark.line + 1 if mark is not None else None) from error
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())) from error
    except RecursionError as error:
        raise YamlError("nested too deeply") from error
    finally:
        loader.dispose()
    return root


def construct(root: Any) -> Json:
    """Return the value of a tree of nodes.

    Raises:
        YamlError: A value has a type that JSON does not have.
    """
    import yaml

    loader = _loader()("")
    try:
        return None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise YamlError(str(error.problem), mark.line + 1 if mark is not None else None) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise YamlError(str(error)) from error
    finally:
        loader.dispose()


def duplicate_keys(root: Any) -> Iterator[tuple[str, str, int, int]]:
    """Yield each key that a mapping has twice: its pointer, the key, its line and the line of the first one."""
    import yaml

    waiting: list[tuple[str, Any]] = [("", root)]
    seen: set[int] = set()
    while waiting:
        pointer, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            first: dict[str, int] = {}
            for key, value in node.value:
                name, line = str(key.value), key.start_mark.line + 1
                place = f"{pointer}/{pointer_token(name)}"
                if name in first and name != "<<":
                    yield place, name, line, first[name]
                first.setdefault(name, line)
                waiting.append((place, value))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(f"{pointer}/{index}", value) for index, value in enumerate(node.value)]


def line_of(root: Any, pointer: str) -> int | None:
    """Return the line of a value, or of the nearest value around it."""
    node, line = root, None if root is None else root.start_mark.line + 1
    for name in pointer_keys(pointer):
        found = _child(node, name)
        if found is None:
            break
        node, line = found
    return line


def _child(node: Any, name: str) -> tuple[Any, int] | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        found = [(value, key.start_mark.line + 1) for key, value in node.value if str(key.value) == name]
        # The last of several equal keys wins.
        return found[-1] if found else None
    if isinstance(node, yaml.SequenceNode) and name.isdecimal() and int(name) < len(node.value):
        value = node.value[int(name)]
        return value, value.start_mark.line + 1
    return None


def _check_size(root: Any) -> None:
    """Check the number of values with all aliases replaced.

    Raises:
        YamlError: There are too many, or an alias is in the value that it stands for.
    """
    import yaml

    sizes: dict[int, int] = {}

    def size(node: Any) -> int:
        known = sizes.get(id(node))
        if known == 0:
            raise YamlError("an alias is in the value that it stands for", node.start_mark.line + 1)
        if known is not None:
            return known
        sizes[id(node)] = 0
        children: list[Any] = []
        if isinstance(node, yaml.MappingNode):
            children = [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        sizes[id(node)] = 1 + sum(size(child) for child in children)
        return sizes[id(node)]

    total = 0 if root is None else size(root)
    if total > _MOST_VALUES and total > _MOST_REPEATS * len(sizes):
        raise YamlError(f"its aliases make {total} values of {len(sizes)}; expected at most {_MOST_VALUES}")


@lru_cache
def _loader() -> Any:
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # Timestamps stay text.
    resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})
