"""
Lists without kept answers: signed in, narrowed by each kind of filter, in each order, at 1,000,000 rows beside 1,000.

Entities are of one kind for the most part, and spread over ten States; of a rare kind there are as many in either store, so
that both pages show as many rows. Compared is processor time in each page, which others on the machine disturb least.
"""

import csv
import subprocess

from lists import LANGUAGES
from pages import demonstration
from person import sign_in
from processes import load, servanda
from result import Result

SECONDS = 0.5
RARE = 60
STATES = ("FRA", "MAR", "CHN", "RUS", "EGY", "ESP", "BRA", "KEN", "JPN", "FJI")
FILTERS = (("all", ""), ("a common kind", "kind=partner"), ("a rare kind", "kind=donor"), ("a State", "state=KEN"),
           ("a common kind and a State", "kind=partner&state=KEN"), ("a rare kind and a State", "kind=donor&state=KEN"))
ORDERS = ("name", "id")


def fill(program, store, folder, count):
    """A demonstration with `count` more entities. Gives what was said of its log-ins."""
    told = demonstration(program, store)
    rows = folder / "entities.csv"
    with open(rows, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", *(f"name_{each}" for each in LANGUAGES), "kind", "state", "invented"])
        every = count // RARE
        for n in range(count):
            rare = n % every == 0 and n // every < RARE
            out.writerow([f"bench-{n:07}", *(f"Entity {n * 7919 % count:07} {each}" for each in LANGUAGES),
                          "donor" if rare else "partner", STATES[n // 7 % len(STATES)], "true"])
    subprocess.run([program, "--db", store, "entity", "import", rows], check=True, stdout=subprocess.DEVNULL)
    rows.unlink()
    return told


def address(narrowed, order):
    return f"/en/entity?{narrowed}&sort={order}".replace("?&", "?")


def measure(build, folder, rounds):
    program = build / "src/servanda"
    stores = [folder / f"entities-{count}.db" for count in (1000, 1000000)]
    told = [fill(program, store, folder, count) for store, count in zip(stores, (1000, 1000000))]
    results = []
    with servanda(program, stores[0]) as small, servanda(program, stores[1]) as large:
        who = [sign_in(server, said) for server, said in zip((small, large), told)]
        for what, narrowed in FILTERS:
            for order in ORDERS:
                result = Result(f"signed in, {what}, by {order}: 1,000,000 rows", "us", beside="1,000 rows", most=1.15)
                path = address(narrowed, order)
                for _ in range(rounds):
                    result.yardstick.append(load(small, path, SECONDS, who[:1], 8)[1])
                    result.ours.append(load(large, path, SECONDS, who[1:], 8)[1])
                results.append(result)
    return results
