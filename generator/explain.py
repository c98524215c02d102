"""Describes a method for docstrings and docs/api.md: its arguments, its result, its errors, and its anchor."""

from __future__ import annotations

import re

from workato_embedded._runtime import errors

from generator.facade import Argument, Facade, Method


def raised(method: Method) -> list[tuple[str, str]]:
    """List the errors that a method raises, each with its cause."""
    found = [("ValueError", "A path argument is empty, `.` or `..`.")] if method.arguments_in("path") else []
    found += [(errors.error_for_status(status).__name__, f"{status}.") for status in method.statuses]
    if method.rate_limit and 429 not in method.statuses:
        limit = method.rate_limit
        when = f"429, after more than {limit['requests']} calls in {limit['seconds']} seconds (inferred)."
        found.append((errors.RateLimitError.__name__, when))
    if method.reports_failure:
        found.append((errors.RefusedError.__name__, "The status is a success, but the body says `success: false`."))
    return [*found, (errors.WorkatoEmbeddedError.__name__, "No response came, or one that is not as documented.")]


def type_text(argument: Argument) -> str:
    """Return the type of an argument for docstrings, and whether it is optional. Signatures list the values."""
    plain = re.sub(r"Literal\[[^\]]*\]", "str", argument.annotation).replace(" | Unset", "")
    return plain if argument.required else f"{plain}, optional"


def result(facade: Facade, method: Method) -> str:
    """Return the description of a method's result, or nothing if it has none."""
    if method.paging is not None:
        return f"A page of `{method.item}`, which iterates over all entries of the list."
    if method.result == "None":
        return ""
    described = next((model.description for model in facade.models if model.name == method.result), "")
    about = " ".join(described.split()).partition(". ")[0].rstrip(".")
    result = method.result.replace("builtins.", "")
    return f"`{result}`: {about[:1].lower()}{about[1:]}." if about else f"`{result}`."


def anchor(facade: Facade, method: Method) -> str:
    """Return the anchor of a method on docs/api.md, as renderers of Markdown create it."""
    return f"client{facade.resource_of[method.operation_id]}{method.name}".replace(".", "")
