"""Run the generator: `python -m generator`."""

from __future__ import annotations

from generator.client_package import skip_generated_init

if __name__ == "__main__":
    skip_generated_init()

    from generator.cli import main

    main()
