"""Run the benchmarks, all of them or those that are named.

    python -m benchmarks
    python -m benchmarks stroke epoch --out RESULTS.md

Every figure is a ratio: to a baseline measured in the same run, or to a limit in seconds. The exit
code is 1 if a ratio is above its limit. The machine should have nothing else to do meanwhile.
"""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.report import HEADER, Row, markdown

NAMES = ("first_page", "stroke", "controls", "epoch", "memory", "deaths", "operations")


def main() -> int:
    """Run from the command line."""
    options = parsed()
    print(HEADER, flush=True)
    rows: list[Row] = []
    for name in options.names or NAMES:
        for row in importlib.import_module(f"benchmarks.{name}").run():
            print(row, flush=True)
            rows.append(row)
    if options.out:
        options.out.write_text(markdown(rows), encoding="utf-8")
    return 0 if all(row.ok for row in rows) else 1


def parsed() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of: {', '.join(NAMES)}")
    parser.add_argument("--out", type=Path, help="write the table as Markdown, too")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]}; choose from {', '.join(NAMES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
