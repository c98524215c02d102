"""Compares ratios with the committed ones: `python -m bench.check [--write] [--rounds N] [--ratios FILE]`.

The ratios need neither peers nor a network nor a quiet machine: CPU time and memory compared with plain Starlette in
the same run, the number of modules that serving imports, and packages and size of an install. The check fails if one
is 20% worse than the committed figure in two measurements.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from bench.in_process import measure_in_process
from bench.weight import measure_import, measure_second_app, measure_start, peers
from contract_tests.support.distributions import build_wheels, dependencies
from contract_tests.tools.dependencies import install_size

RATIOS = Path(__file__).with_name("ratios.json")
TOLERANCE = 1.2
_REQUESTS = 300


def main() -> None:
    """Print each ratio with the committed one; exit with 1 if one is worse."""
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the ratios instead of comparing them")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, alternating between the servers (default: 5)")
    parser.add_argument("--ratios", type=Path, default=RATIOS, help="the committed ratios (default: bench/ratios.json)")
    arguments = parser.parse_args()
    found = measure(arguments.rounds)
    if arguments.write:
        arguments.ratios.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        return
    known = json.loads(arguments.ratios.read_text("utf-8"))
    if worse(found, known):
        # Something else on the machine makes one measurement worse, a change of the code both.
        again = measure(arguments.rounds)
        found = {name: min(ratio, again[name]) for name, ratio in found.items()}
    for name, ratio in found.items():
        sys.stdout.write(f"{name}: {ratio}, committed: {known.get(name, 'none')}\n")
    if problems := worse(found, known):
        raise SystemExit("\n".join(problems))


def measure(rounds: int) -> dict[str, float]:
    """Return each ratio and count by its name."""
    start = measure_start(peers(others=False), rounds)
    turns = [asyncio.run(measure_in_process(_REQUESTS)) for _ in range(rounds)]
    ratios = {
        call["name"]: round(sorted(turn[number]["to_starlette"] for turn in turns)[rounds // 2], 2)
        for number, call in enumerate(turns[0])
    }
    return {
        "start: CPU time": round(start["mock"]["cpu_seconds"] / start["starlette"]["cpu_seconds"], 2),
        "start: memory": round(start["mock"]["idle_mb"] / start["starlette"]["idle_mb"], 2),
        "start: modules": measure_import(1)["modules"],
        "second app: MB": max(measure_second_app(), 1.0),
        **ratios,
        **_installs(),
    }


def _installs() -> dict[str, float]:
    """Return the number of packages and the size in MB of both installs, without bytecode."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = build_wheels(Path(folder))
        found: dict[str, float] = {}
        for requirement in ("workato-embedded", "workato-embedded[mock]"):
            found[f"{requirement}: packages"] = len(dependencies(requirement))
            found[f"{requirement}: MB"] = round(install_size(requirement, wheels) / 1e6, 1)
        return found


def worse(found: dict[str, float], known: dict[str, float]) -> list[str]:
    """Return a sentence for each figure that is worse than the committed one, or that only one side has."""
    problems = [
        f"{name}: {found[name]} is more than 20% above {known[name]}, the committed figure"
        for name in known.keys() & found.keys()
        if found[name] > known[name] * TOLERANCE
    ]
    for name in known.keys() ^ found.keys():
        problems.append(f"{name}: only in {'the committed figures' if name in known else 'this run'}")
    return sorted(problems)


if __name__ == "__main__":
    main()
