"""From the start of the program to its first answer, and what it holds when nobody asks; nginx stands beside it."""

import time

from pages import demonstration, fetch
from processes import memory_megabytes, nginx, servanda
from result import Result


def measure(build, folder, rounds):
    store = folder / "demo.db"
    demonstration(build / "src/servanda", store)
    listening = Result("start to listening", "ms", beside="nginx", most=None)
    idle = Result("memory when idle (PSS)", "MB", beside="nginx")
    for _ in range(rounds):
        with nginx(folder, {"page.html": b"x"}) as server:
            listening.yardstick.append(server.ready * 1000)
            time.sleep(0.3)
            idle.yardstick.append(memory_megabytes(server.pid))
        with servanda(build / "src/servanda", store) as server:
            listening.ours.append(server.ready * 1000)
            fetch(server.url + "/healthz")
            time.sleep(0.3)
            idle.ours.append(memory_megabytes(server.pid))
    return [listening, idle,
            Result("start to listening, promised", "ms", ours=listening.ours, most=50),
            Result("memory when idle, promised", "MB", ours=idle.ours, most=32)]
