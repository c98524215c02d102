"""Run the TypeScript client and write which operations it called: `python -m contract_tests.tools.other_client`."""

from __future__ import annotations

import json
import sys

from contract_tests.support.validator import ROOT
from contract_tests.tools.evidence.axes import spec_sha256
from contract_tests.tools.evidence.files import OTHER_CLIENT
from contract_tests.tools.other_client.run import CLIENT, missing, run


def main() -> int:
    """Run the client, print the result and return the exit code. Without Node the run is skipped."""
    if reason := missing():
        sys.stdout.write(f"Skipped: {reason}.\n")
        return 0
    try:
        done = run()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    result = {"spec_sha256": spec_sha256(), "client": CLIENT, "version": done.version, "operations": done.operations}
    (ROOT / OTHER_CLIENT).parent.mkdir(exist_ok=True)
    (ROOT / OTHER_CLIENT).write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{CLIENT} {done.version} called {len(done.operations)} operations with success.\n")
    failures = [f"{name} got {status}." for name, status in done.failures.items()]
    failures += [] if done.round_trip == "ok" else [f"The round trip failed: {done.round_trip}."]
    sys.stderr.write("".join(f"{text}\n" for text in failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
