#!/usr/bin/env python3
"""Speed, as ratios: each measurement stands beside its yardstick in the same run, in turn, round by round.

    ./dev bench [--rounds N] [NAME...]

A single number depends on the machine and on who else uses it; the ratio of two programs that were measured a second
apart does so less. Given are the median of the rounds and, in brackets, the least and the most. `floor` is what this
project promises; a line that does not hold it ends with "no", and the run with status 1.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import imports
import lists
import mandates
import narrowed
import pages
import postgres
import starts
import treaties
import writes

MEASUREMENTS = {"writes": writes.measure, "pages": pages.measure, "starts": starts.measure, "lists": lists.measure,
                "narrowed": narrowed.measure, "postgres": postgres.measure,
                "imports": imports.measure, "treaties": treaties.measure, "mandates": mandates.measure}


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def line(result):
    """One line of the table. A result without a yardstick has an absolute floor."""
    ours = statistics.median(result.ours)
    cells = [result.name, f"{number(ours)} {result.unit}"]
    if result.yardstick:
        ratios = [a / b for a, b in zip(result.ours, result.yardstick)]
        judged = statistics.median(ratios)
        cells += [f"{number(statistics.median(result.yardstick))} {result.unit}, {result.beside}",
                  f"{judged:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"]
    else:
        judged = ours
        cells += ["", f"({number(min(result.ours))} to {number(max(result.ours))})"]
    holds = None
    if result.least is not None:
        holds = judged >= result.least
        cells.append(f"{result.least} or more")
    elif result.most is not None:
        holds = judged <= result.most
        cells.append(f"{result.most} or less")
    else:
        cells.append("")
    cells.append({True: "yes", False: "no", None: ""}[holds])
    return cells, holds is not False


def show(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for n, row in enumerate(rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if n == 0:
            print("  ".join("-" * width for width in widths))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description="Each measurement beside its yardstick.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    asked = parser.parse_args()
    for name in asked.names:
        if name not in MEASUREMENTS:
            parser.error(f"there is no measurement \"{name}\": {', '.join(MEASUREMENTS)}")
    build = Path(__file__).resolve().parent.parent / "build-release"
    good = True
    rows = [["measurement", "servanda", "yardstick", "ratio", "floor", "holds"]]
    with tempfile.TemporaryDirectory(prefix="servanda-bench-", dir=build) as folder:
        for name in asked.names or MEASUREMENTS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            for result in MEASUREMENTS[name](build, Path(folder), asked.rounds):
                cells, holds = line(result)
                rows.append(cells)
                good = good and holds
    show(rows)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
