"""Samples for the synchronous and the asynchronous client."""

from __future__ import annotations

from generator.samples.calls import ExampleCall


def program(call: ExampleCall, path: str) -> str:
    """Return a program that makes a call with the synchronous client."""
    lines = ["from workato_embedded import WorkatoEmbedded", "", "with WorkatoEmbedded() as client:"]
    return "\n".join([*_imports(call), *lines, *(f"    {line}" for line in _use(call, path, is_async=False))]) + "\n"


def async_program(call: ExampleCall, path: str) -> str:
    """Return a program that makes a call with the asynchronous client."""
    lines = ["import asyncio", "", "from workato_embedded import AsyncWorkatoEmbedded", "", ""]
    lines += ["async def main() -> None:", "    async with AsyncWorkatoEmbedded() as client:"]
    lines += [f"        {line}" for line in _use(call, path, is_async=True)]
    return "\n".join([*_imports(call), *lines, "", "", "asyncio.run(main())"]) + "\n"


def _imports(call: ExampleCall) -> list[str]:
    return ["from pathlib import Path", ""] if call.is_upload else []


def _use(call: ExampleCall, path: str, *, is_async: bool) -> list[str]:
    """Return the lines that make a call and show its result."""
    expression = f"client.{path}({_arguments(call)})"
    if call.method.paging:
        return [f"{'async ' * is_async}for each in {expression}:", "    print(each)"]
    awaited = f"{'await ' * is_async}{expression}"
    return [awaited] if call.method.result == "None" else [f"result = {awaited}", "print(result)"]


def _arguments(call: ExampleCall) -> str:
    given = []
    for argument, value in call.arguments:
        text = 'Path("package.zip")' if argument.location == "content" else repr(value)
        given.append(text if argument.location == "path" else f"{argument.python_name}={text}")
    return ", ".join(given)
