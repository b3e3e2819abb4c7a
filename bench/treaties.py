"""Treaty actions by the hundred thousand, the size of a whole treaty collection: taking them in, and the matrix on a date."""

import csv
import datetime
import json
import random
import statistics
import subprocess
import time

from pathlib import Path

from result import Result

ROOT = Path(__file__).resolve().parent.parent
INSTRUMENTS, ACTIONS, EACH = 560, 100_000, 120


def write_files(folder):
    """Invented instruments, and actions of real States on them: the same in every run."""
    chance = random.Random(7)
    with open(ROOT / "data/state.csv", encoding="utf-8") as file:
        states = [row["id"] for row in csv.DictReader(file) if row["status"] == "un_member"]
    left = ACTIONS
    with open(folder / "instruments.csv", "w", newline="", encoding="utf-8") as first, \
            open(folder / "actions.csv", "w", newline="", encoding="utf-8") as second:
        instruments, actions = csv.writer(first), csv.writer(second)
        instruments.writerow(["id", "name_en", "reach", "kind", "adopted", "in_force", "later_rule", "coverage"])
        actions.writerow(["instrument_id", "iso3", "action", "action_date", "source_id"])
        for n in range(INSTRUMENTS):
            name, adopted = f"BENCH{n:04}", datetime.date(1950, 1, 1) + datetime.timedelta(n * 40)
            instruments.writerow([name, f"Measured convention {n}", "universal", "convention", adopted, adopted + datetime.timedelta(400),
                                  "days:30", "whole"])
            for state in chance.sample(states, EACH):
                signed = adopted + datetime.timedelta(chance.randrange(350))
                bound = signed + datetime.timedelta(chance.randrange(30, 9000))
                told = [("signature", signed)] * (chance.random() < 0.55) + [(chance.choice(["ratification", "accession"]), bound)]
                for kind, on in told[:left]:
                    actions.writerow([name, state, kind, on, "OFFICE"])
                    left -= 1


def measure(build, folder, rounds):
    program, store = build / "src/servanda", folder / "treaties.db"
    write_files(folder)
    run = lambda *words: subprocess.run([program, "--db", store, *words], check=True, stdout=subprocess.DEVNULL)
    run("init")
    run("instrument", "import", folder / "instruments.csv")
    start = time.monotonic()
    run("treaty", "import", folder / "actions.csv")
    taken = Result("import of 100,000 treaty actions, with ledger", "s", ours=[time.monotonic() - start], most=2)
    matrix = Result("matrix of all States and instruments, 100,000 actions", "ms", most=5)
    built = Result("the projection behind it, built anew", "ms")
    for _ in range(rounds):
        told = json.loads(subprocess.run([build / "bench/ask_matrix", store, "60"], check=True, capture_output=True, text=True).stdout)
        assert told["actions"] > ACTIONS
        matrix.ours.append(statistics.median(told["microseconds"]) / 1000)
        built.ours.append(told["build_ms"])
    return [taken, matrix, built]
