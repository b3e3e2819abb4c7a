"""An import of 100,000 rows with its ledger, beside SQLite writing the same rows unseen; and what files of 1,000,000 rows hold in memory."""

import csv
import datetime
import json
import os
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from lists import fill
from processes import servanda
from result import Result

ROWS = 100000
GROUP = "AFRICA"  # the table is about speed: who belongs to it here is invented


def memberships(path, states):
    """One row for each state and day, all of one group: as many indexes as a record has, and references."""
    first = datetime.date(1900, 1, 1)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["state", "group", "since", "until", "note"])
        for n in range(ROWS):
            day = first + datetime.timedelta(days=n % 40000)
            out.writerow([states[n % len(states)], GROUP, day, day + datetime.timedelta(days=30), f"row {n}"])


def empty_store(program, folder):
    store = folder / "import-empty.db"
    subprocess.run([program, "--db", store, "init"], check=True, stdout=subprocess.DEVNULL)
    said = subprocess.run([program, "--db", store, "--json", "state", "list"], check=True, capture_output=True, text=True).stdout
    return store, [each["id"] for each in json.loads(said)["items"]]


def copy_of(store, folder):
    """The same store anew, with what stands beside it."""
    copy = folder / "import-now.db"
    for old in folder.glob(f"{copy.name}*"):
        old.unlink()
    for part in store.parent.glob(f"{store.name}*"):
        shutil.copy(part, folder / part.name.replace(store.name, copy.name))
    return copy


def peak_of_command(command):
    """Megabytes that a command held at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return used.ru_maxrss / 1024


def peak_of_server(server, paths):
    for path in paths:
        with urllib.request.urlopen(server.url + path) as answer:
            while answer.read(1 << 20):
                pass
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(build, folder, rounds):
    program = build / "src/servanda"
    speed = Result(f"import of {ROWS:,} rows", "rows/s", beside="SQLite alone", least=0.4)
    store, states = empty_store(program, folder)
    rows = folder / "import.csv"
    memberships(rows, states)
    for _ in range(rounds):
        said = subprocess.run([build / "bench/import_bare", copy_of(store, folder), rows], check=True, capture_output=True,
                              text=True).stdout
        speed.yardstick.append(ROWS / json.loads(said)["seconds"])
        now = copy_of(store, folder)
        start = time.perf_counter()
        subprocess.run([program, "--db", now, "membership", "import", rows], check=True, stdout=subprocess.DEVNULL)
        speed.ours.append(ROWS / (time.perf_counter() - start))
    command = Result("export of 1,000,000 rows, peak memory", "MB", most=64)
    server = Result("the same from the server, each format", "MB", most=96)
    large = fill(build, folder, 1000000)
    for end in ("csv", "json", "xlsx"):
        command.ours.append(peak_of_command([program, "--db", large, "theme", "export", "--output", folder / f"out.{end}"]))
        with servanda(program, large) as running:
            server.ours.append(peak_of_server(running, [f"/en/theme.{end}"]))
    return [speed, command, server]
