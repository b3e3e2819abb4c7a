"""
PostgreSQL beside SQLite: the same pages, lists and durable writes, by the same program. The server is one of its own, with
every commit on the disk (test/postgres.sh); without one nothing is measured and a line says so.
"""

import os
import subprocess
import sys

import writes
from narrowed import FILTERS, ORDERS, address, fill
from person import sign_in
from processes import load, servanda
from result import Result

SECONDS = 1
ROWS = 100000
LEAST = 1 / 3


def database(name):
    """A new database on the server, by its address."""
    server = os.environ["SERVANDA_TEST_PG"]
    subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
    return server.rpartition("/")[0] + "/" + name


def measure_pages(build, folder, rounds):
    program = build / "src/servanda"
    stores = [database("bench_pages"), folder / "beside-postgres.db"]
    told = [fill(program, store, folder, ROWS) for store in stores]
    subprocess.run(["psql", "-q", stores[0], "-c", "VACUUM ANALYZE"], check=True)
    paths = [("page with 40 rows", "/en/state"), ("page of one row", "/en/state/FRA")]
    paths += [(f"{what}, by {order}, of {ROWS:,}", address(narrowed, order)) for what, narrowed in FILTERS for order in ORDERS]
    results = []
    with servanda(program, stores[0]) as ours, servanda(program, stores[1]) as beside:
        who = [sign_in(server, said) for server, said in zip((ours, beside), told)]
        for what, path in paths:
            result = Result(f"PostgreSQL: signed in, {what}", "pages/s", beside="SQLite", least=LEAST)
            for _ in range(rounds):
                result.yardstick.append(load(beside, path, SECONDS, who[1:], 8)[0])
                result.ours.append(load(ours, path, SECONDS, who[:1], 8)[0])
            results.append(result)
    return results


def measure_writes(build, folder, rounds):
    results = []
    for clients in (1, 8):
        result = Result(f"PostgreSQL: durable writes, {clients} client{'s' if clients > 1 else ''}", "rows/s",
                        beside="SQLite", least=LEAST)
        for n in range(rounds):
            result.yardstick.append(writes.run(build / "bench/write_store", folder / f"pg-{clients}-{n}.db", clients)[0])
            result.ours.append(writes.run(build / "bench/write_store", database(f"bench_{clients}_{n}"), clients)[0])
        results.append(result)
    return results


def measure(build, folder, rounds):
    if "SERVANDA_TEST_PG" not in os.environ:
        print("no PostgreSQL server to measure", file=sys.stderr)
        return []
    os.environ["XDG_STATE_HOME"] = str(folder)
    return measure_writes(build, folder, rounds) + measure_pages(build, folder, rounds)
