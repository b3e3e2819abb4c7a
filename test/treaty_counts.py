#!/usr/bin/env python3
"""The counts of treaty status, made in another way: by going over the rows of data/action.csv with sets, on many dates.

    treaty_counts.py SERVANDA    prints TAP
"""

import csv
import datetime
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = {"HOSTAGES1979": 39, "BOMBINGS1997": 58, "FINANCING1999": 132}
BINDS = {"ratification", "acceptance", "approval", "accession", "succession", "formal_confirmation", "consent_type_not_stated",
         "party_effective_date_only"}
SIGNS = {"signature", "succession_to_signature"}


def read(noun):
    with open(ROOT / f"data/{noun}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def entry(row, instrument):
    """From when a row binds: stated, by succession on its day, else N days after the deposit and not before the instrument."""
    if row["effective"]:
        return day(row["effective"])
    if row["kind"] == "succession":
        return day(row["date"])
    days = int(instrument["later_rule"].removeprefix("days:"))
    return max(day(row["date"]) + datetime.timedelta(days), day(instrument["in_force"]))


class Servanda:
    def __init__(self, program, store):
        self.command = [program, "--db", store, "--lang", "en"]

    def ask(self, *words, status=0):
        done = subprocess.run([*self.command, *words], capture_output=True, text=True)
        if done.returncode != status:
            raise AssertionError(f"{words}: {done.returncode} {done.stderr}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.ask(*words, "--json"))


def counted(rows, instrument, on):
    bound, signed = set(), set()
    for row in rows:
        if row["kind"] in BINDS and entry(row, instrument) <= on:
            bound.add(row["state"])
        if row["kind"] in SIGNS and day(row["date"]) <= on:
            signed.add(row["state"])
    if on < day(instrument["adopted"]):
        return {"in_force": False, "parties": 0, "signatories": 0, "signatures": 0}
    return {"in_force": on >= day(instrument["in_force"]), "parties": len(bound), "signatories": len(signed - bound), "signatures": len(signed)}


def dates_of(rows, instrument):
    """Around every twentieth day on which something happened, and far before and after."""
    happened = sorted({d for row in rows for d in (day(row["date"]), entry(row, instrument) if row["kind"] in BINDS else None) if d})
    one = datetime.timedelta(1)
    dates = {day(instrument["adopted"]) - one, day(instrument["adopted"]), day(instrument["in_force"]) - one, day(instrument["in_force"]),
             datetime.date(1950, 1, 1), datetime.date(2014, 7, 10), datetime.date(2025, 1, 1)}
    for each in happened[::20]:
        dates |= {each - one, each}
    return sorted(dates)


def check_counts(servanda):
    actions = defaultdict(list)
    for row in read("action"):
        actions[row["instrument"]].append(row)
    whole = [row for row in read("instrument") if row["coverage"] == "whole"]
    assert len(whole) == 5, [row["id"] for row in whole]
    former = {row["id"] for row in read("state") if row["status"] == "former"}
    asked = 0
    for instrument in whole:
        rows = [row for row in actions[instrument["id"]] if row["state"] not in former]
        for on in dates_of(rows, instrument):
            reply = servanda.json("treaty", "status", "--instrument", instrument["id"], "--as-of", on.isoformat())
            got = {name: reply[name] for name in ("in_force", "parties", "signatories", "signatures")}
            want = counted(rows, instrument, on)
            assert got == want, (instrument["id"], on, got, want)
            assert sum(cell["status"] == "party" for cell in reply["states"]) == want["parties"]
            asked += 1
        if instrument["id"] in PUBLISHED:
            assert want["signatures"] == PUBLISHED[instrument["id"]], want
    assert asked > 100, asked


def check_forms(servanda):
    """The two forms of the contract, key by key."""
    by_instrument = servanda.json("treaty", "status", "--instrument", "FINANCING1999", "--as-of", "2010-01-01")
    assert list(by_instrument) == ["instrument", "as_of", "in_force", "parties", "signatories", "signatures", "states"], list(by_instrument)
    cell = next(cell for cell in by_instrument["states"] if cell["state"] == "AFG")
    keys = ["state", "status", "action", "deposited", "in_force_from", "computed", "certain", "conflict", "source"]
    assert [key for key in cell if key != "signed_on"] == keys, list(cell)
    assert cell["status"] == "party" and cell["action"] == "accession" and cell["deposited"] == "2003-09-24", cell
    assert cell["in_force_from"] == "2003-10-24" and cell["computed"] and cell["certain"] and not cell["conflict"], cell
    assert cell["source"] == ["UNTREATIES"], cell
    by_state = servanda.json("treaty", "status", "--state", "AFG", "--as-of", "2010-01-01")
    assert list(by_state) == ["state", "as_of", "instruments"], list(by_state)
    assert {cell["instrument"]: cell["status"] for cell in by_state["instruments"]}["FINANCING1999"] == "party"
    montenegro = next(cell for cell in by_instrument["states"] if cell["state"] == "MNE")
    assert montenegro["status"] == "party" and montenegro["in_force_from"] is None and not montenegro["certain"], montenegro
    servanda.ask("treaty", "status", status=1)
    servanda.ask("treaty", "status", "--instrument", "FINANCING1999", "--state", "AFG", status=1)


def check_matrix(servanda):
    """The matrix says of each State and instrument what treaty status says of it."""
    matrix = servanda.json("treaty", "matrix", "--reach", "universal", "--as-of", "2010-01-01")
    told = {(cell["state"], cell["instrument"]): cell for cell in matrix["cells"]}
    assert len(matrix["instruments"]) == 19 and len(told) > 1400, len(told)
    shown = {row["state"]: row for row in matrix["states"]}
    for count in matrix["instruments"]:
        status = servanda.json("treaty", "status", "--instrument", count["instrument"], "--as-of", "2010-01-01")
        for name in ("in_force", "parties", "signatories", "signatures"):
            assert status[name] == count[name], (count, name)
        for cell in status["states"]:
            if cell["state"] in shown:
                same = told.pop((cell["state"], count["instrument"]))
                assert {**cell, "instrument": count["instrument"]} == same, (cell, same)
    assert not told, told
    for row in shown.values():
        standings = [cell["status"] for cell in matrix["cells"] if cell["state"] == row["state"]]
        for name, standing in (("party", "party"), ("pending", "party_pending"), ("signatory", "signatory"), ("not_known", "unknown")):
            assert row[name] == standings.count(standing), row
    assert matrix["instruments"][0]["instrument"] == "TOKYO1963" and matrix["instruments"][1]["family"] == "TOKYO1963"
    assert {count["instrument"] for count in matrix["instruments"] if count["listed_whole"] and count["parties"]} == {
        "PROTPERS1973", "HOSTAGES1979", "BOMBINGS1997", "FINANCING1999", "NUCTERR2005"}
    oceania = servanda.json("treaty", "matrix", "--group", "OCEANIA", "--as-of", "2010-01-01")
    assert {"FJI", "COK", "NIU"} <= {row["state"] for row in oceania["states"]} and len(oceania["states"]) < 25


def check_printed_entries(servanda):
    """Every date of entry into force that a source prints for a later State is the one that the rule gives (successions reach back)."""
    known = {(row["state"], row["instrument"]) for row in read("action")}
    rules = {row["id"]: row for row in read("instrument")}
    differing = [row for row in servanda.json("treaty", "doubts") if row["kind"] in ("rule_differs", "before_adoption", "before_deposit")]
    assert not differing, differing
    printed = [row for row in read("action") if row["kind"] in BINDS - {"succession"} and row["effective"] and row["date"]]
    assert len(printed) > 150 and known and rules, len(printed)


def check_shared_actions_change_nothing(servanda):
    file = Path(__file__).resolve().parents[2] / "shared/data/status/all_actions.csv"
    if not file.exists():
        return "../shared/data/status/all_actions.csv is not on this machine"
    report = servanda.json("treaty", "import", str(file))
    assert report["rows"] == report["same"] == 1703 and not report["held"] and not report["doubts"], report
    return None


def main():
    checks = [check_counts, check_forms, check_matrix, check_printed_entries, check_shared_actions_change_nothing]
    failed = 0
    print(f"1..{len(checks)}")
    with tempfile.TemporaryDirectory() as folder:
        servanda = Servanda(sys.argv[1], f"{folder}/store.db")
        servanda.ask("init")
        for number, check in enumerate(checks, 1):
            name = check.__name__.removeprefix("check_").replace("_", " ")
            try:
                skipped = check(servanda)
                print(f"ok {number} - {name}" + (f" # SKIP {skipped}" if skipped else ""), flush=True)
            except (AssertionError, KeyError, StopIteration) as error:
                failed += 1
                print(f"not ok {number} - {name}\n# {str(error)[:2000]}", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
