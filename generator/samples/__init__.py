"""Writes a sample of each operation in several languages, from the examples of the document.

A sample is a whole program, as a reader would copy it. It reads the token from `WORKATO_EMBEDDED_API_TOKEN`.
"""

from __future__ import annotations

from generator.bundle import Bundle
from generator.facade import Facade
from generator.formatting import formatted
from generator.parser import parse
from generator.samples.calls import example_call
from generator.samples.command import command_line
from generator.samples.curl import curl
from generator.samples.python import async_program, program
from generator.samples.typescript import typescript

# The languages, in the order in which a page shows them: the title, and the name of the language for highlighting.
LANGUAGES = {
    "curl": "sh",
    "Python": "python",
    "Python (async)": "python",
    "TypeScript": "ts",
    "Command": "sh",
}
# Pages show about this many characters in a line without scrolling.
_LINE = 80


def samples(bundle: Bundle) -> dict[str, dict[str, str]]:
    """Return the samples of each operation, by operationId and language."""
    facade = Facade(bundle, parse(bundle))
    base_url = str(bundle.document["servers"][0]["url"])
    found: dict[str, dict[str, str]] = {}
    for method in facade.methods:
        call = example_call(bundle, method)
        path = f"{facade.resource_of[method.operation_id]}.{method.name}"
        found[method.operation_id] = {
            "curl": curl(call, base_url),
            "Python": program(call, path),
            "Python (async)": async_program(call, path),
            "TypeScript": typescript(call),
            "Command": command_line(call, path),
        }
    files = {
        f"{name}/{language}.py": text
        for name, own in found.items()
        for language, text in own.items()
        if LANGUAGES[language] == "python"
    }
    for path, text in formatted(files, line_length=_LINE).items():
        name, _, language = path.removesuffix(".py").partition("/")
        found[name][language] = text
    return found
