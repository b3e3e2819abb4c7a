#!/usr/bin/env python3
"""kill_drill.py PROGRAM: the server is killed fifty times while four clients add, change and remove over HTTP, on each engine.

Each request carries an idempotency key and is repeated, after the restart, until it is answered. In the end everything that was
answered is there as it was answered, nothing was done twice, the chain verifies, and no restart took two seconds.
"""
import http.client
import os
import random
import sys
import tempfile
import threading
import time
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from drill.program import Client, Program, engines, together  # noqa: E402
from tap import Tap  # noqa: E402

KILLS, CLIENTS, MOST_SECONDS = 50, 4, 2.0


class Worker:
    """One client: theme after theme is added, changed, and every third removed. What was asked last is asked until it is answered."""

    def __init__(self, number, faults):
        self.number, self.faults, self.theme, self.step, self.answered = number, faults, 0, 0, 0
        self.expected = {}  # id -> version, 0: removed

    def request(self):
        name = "k%d-%d" % (self.number, self.theme)
        if self.step == 0:
            return "POST", "theme", {"id": name, "name": {"en": name}}, 201, {}
        if self.step == 1:
            return "PATCH", "theme/" + name, {"about": {"en": "changed " + name}}, 200, {"If_Match": '"1"'}
        return "DELETE", "theme/%s?reason=drill" % name, None, 204, {}

    def work(self, url, token, killed):
        client = Client(url, token)
        while not killed.is_set():
            method, path, value, right, more = self.request()
            key = "%d-%d-%d" % (self.number, self.theme, self.step)
            try:
                status, answer = client.ask(method, path, value, key=key, **more)
            except (OSError, http.client.HTTPException):
                return  # not answered: the same again after the restart
            if status in (503, 504):
                continue
            if status != right:
                self.faults.append("%s %s: %d %s" % (method, path, status, answer))
                return
            name = "k%d-%d" % (self.number, self.theme)
            self.expected[name] = 0 if self.step == 2 else answer["version"]
            if self.step < 2 and answer["version"] != self.step + 1:
                self.faults.append("%s %s has version %d" % (method, path, answer["version"]))
            self.answered += 1
            self.step += 1
            if self.step == (3 if self.theme % 3 == 2 else 2):
                self.theme, self.step = self.theme + 1, 0


def start_and_kill(program, workers, chance, n):
    """One life of the server: every fifth ends while it starts. The seconds it took to start, or None."""
    server, killed = program.serve(), threading.Event()
    if n % 5 == 4:
        time.sleep(chance.uniform(0, 0.05))
        server.kill()
        return None
    seconds = server.ready()
    timer = threading.Timer(chance.uniform(0.02, 0.25), lambda: (server.kill(), killed.set()))
    timer.start()
    together(lambda i: workers[i].work(server.url, program.token, killed), len(workers))
    timer.join()
    return seconds


def check(program, workers, faults):
    """What is there is what was answered; the history of each row is as long as it should be."""
    server = program.serve()
    server.ready()
    client, found, after = Client(server.url, program.token), {}, None
    while True:
        status, page = client.ask("GET", "theme?sort=id&most=1000" + ("&after=" + quote(after, safe="") if after else ""))
        assert status == 200, page
        found.update({item["id"]: item["version"] for item in page["items"] if item["id"].startswith("k")})
        after = page["next"]
        if not after:
            break
    expected = {name: version for worker in workers for name, version in worker.expected.items()}
    for name, version in expected.items():
        if found.pop(name, 0) != version:
            faults.append("%s should have version %d" % (name, version))
    faults.extend("%s was never answered" % name for name in found)
    for name in random.Random(1).sample(sorted(expected), min(100, len(expected))):
        status, history = client.ask("GET", "theme/%s/history" % name)
        if expected[name] and len(history) != expected[name]:
            faults.append("%s has %d entries in its history" % (name, len(history)))
    if server.stop() != 0:
        faults.append("the server ended badly: " + server.said())


def finish(program, workers, faults):
    """What was asked last is answered."""
    server, never = program.serve(), threading.Event()
    server.ready()
    threading.Timer(1, never.set).start()
    together(lambda i: workers[i].work(server.url, program.token, never), len(workers))
    if server.stop() != 0:
        faults.append("the server ended badly: " + server.said())


def drill(tap, engine, program):
    chance, faults, times = random.Random(7), [], []
    program.make()
    workers = [Worker(i, faults) for i in range(CLIENTS)]
    for n in range(KILLS):
        times.append(start_and_kill(program, workers, chance, n))
    finish(program, workers, faults)
    check(program, workers, faults)
    answered = sum(worker.answered for worker in workers)
    times = [seconds for seconds in times if seconds]
    tap.remark("%s: %d answered, slowest restart %.2f s" % (engine, answered, max(times)))
    tap.case("%s: what was answered is there, once" % engine, faults)
    tap.case("%s: work went on between the kills" % engine, [] if answered > 2 * KILLS else ["only %d answers" % answered])
    tap.case("%s: every restart is quick" % engine, [s for s in times if s > MOST_SECONDS])
    done = program.on_either("ledger", "verify")
    tap.case("%s: the chain verifies" % engine, [] if done.returncode == 0 else [done.stdout + done.stderr])
    done = program.on_either("check", "--deep")
    tap.case("%s: the store is whole" % engine, [] if done.returncode == 0 else [done.stdout + done.stderr])


def main(path):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for engine, store in engines(folder):
            drill(tap, engine, Program(path, store, folder))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
