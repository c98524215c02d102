"""Says of a method, in words for docstrings and docs/api.md, what it gives and raises and where it is explained."""

from __future__ import annotations

import re

from workato_embedded._runtime import errors

from generator.facade import Argument, Facade, Method


def raised(method: Method) -> list[tuple[str, str]]:
    """List the errors that a method raises, each with when it does."""
    found = [("ValueError", "a value of the path is empty, `.` or `..`.")] if method.in_place("path") else []
    found += [(errors.error_for_status(status).__name__, f"{status}.") for status in method.statuses]
    if method.rate_limit and 429 not in method.statuses:
        limit = method.rate_limit
        when = f"429, after more than {limit['requests']} calls in {limit['seconds']} seconds (inferred)."
        found.append((errors.RateLimitError.__name__, when))
    if method.refuses:
        found.append((errors.RefusedError.__name__, "a status of success whose body says `success: false`."))
    return [*found, (errors.WorkatoEmbeddedError.__name__, "no answer came, or one that is not as documented.")]


def told_type(argument: Argument) -> str:
    """Return the type of an argument as docstrings have it, and whether it can be left out. Signatures list values."""
    plain = re.sub(r"Literal\[[^\]]*\]", "str", argument.annotation).replace(" | Unset", "")
    return plain if argument.required else f"{plain}, optional"


def given(facade: Facade, method: Method) -> str:
    """Return what comes out of a method; nothing where it gives nothing."""
    if method.paging is not None:
        return f"A page of `{method.item}`, which iterates over all entries of the list."
    if method.result == "None":
        return ""
    described = next((model.description for model in facade.models if model.name == method.result), "")
    about = " ".join(described.split()).partition(". ")[0].rstrip(".")
    result = method.result.replace("builtins.", "")
    return f"`{result}`: {about[:1].lower()}{about[1:]}." if about else f"`{result}`."


def anchor(facade: Facade, method: Method) -> str:
    """Return the place of a method on docs/api.md, as that page's renderers name it."""
    return f"client{facade.homes[method.operation_id]}{method.name}".replace(".", "")
