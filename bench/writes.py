"""Durable single-row writes with their ledger entries, beside a bare SQLite program that writes the same row."""

import json
import os
import subprocess

from result import Result

SECONDS = 2


def run(program, place, clients):
    """One run in a new store; gives rows a second and rows in each commit."""
    said = subprocess.run([program, place, str(SECONDS), str(clients)], check=True, capture_output=True, text=True).stdout
    told = json.loads(said)
    return told["rows"] / told["seconds"], told["rows_per_commit"]


def measure(build, folder, rounds):
    os.environ["XDG_STATE_HOME"] = str(folder)
    results = []
    for clients, least in ((1, 0.6), (8, 0.8)):
        people = "1 client" if clients == 1 else f"{clients} clients"
        result = Result(f"durable writes, {people}", "rows/s", beside="bare SQLite", least=least)
        grouped = []
        for n in range(rounds):
            bare, _ = run(build / "bench/write_bare", folder / f"bare-{clients}-{n}.db", clients)
            ours, per_commit = run(build / "bench/write_store", folder / f"store-{clients}-{n}.db", clients)
            result.ours.append(ours)
            result.yardstick.append(bare)
            grouped.append(per_commit)
        if clients > 1:
            result.name += f" ({sum(grouped) / rounds:.1f} rows a commit; bare {clients})"
        results.append(result)
    return results
