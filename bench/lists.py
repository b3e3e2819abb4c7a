"""A list page at 1,000,000 rows beside the same page at 1,000: the first page, and one from the middle."""

import csv
import re
import subprocess
from urllib.parse import urljoin

from pages import fetch
from processes import load, servanda
from result import Result

SECONDS = 2
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def fill(build, folder, count):
    """A new store with `count` more themes than it ships."""
    store = folder / f"themes-{count}.db"
    if store.exists():
        return store
    rows = folder / f"themes-{count}.csv"
    with open(rows, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", *(f"name_{each}" for each in LANGUAGES)])
        for n in range(count):
            out.writerow([f"bench-{n:07}", *(f"Theme {n:07} {each}" for each in LANGUAGES)])
    program = build / "src/servanda"
    for command in (["init"], ["theme", "import", rows]):
        subprocess.run([program, "--db", store, *command], check=True, stdout=subprocess.DEVNULL)
    rows.unlink()
    return store


def middle(server):
    """The address of the page after the next."""
    path = "/en/theme"
    for _ in range(2):
        page = fetch(server.url + path).decode()
        path = re.search(r'<a[^>]+rel="next"[^>]+href="([^"]+)"|<a[^>]+href="([^"]+)"[^>]+rel="next"', page)
        path = urljoin("/en/theme", (path[1] or path[2]).replace("&amp;", "&"))
    return path


def measure(build, folder, rounds):
    program = build / "src/servanda"
    first = Result("list at 1,000,000 rows, first page", "pages/s", beside="the same at 1,000", least=0.9)
    later = Result("list at 1,000,000 rows, third page", "pages/s", beside="the same at 1,000", least=0.9)
    with servanda(program, fill(build, folder, 1000)) as small, servanda(program, fill(build, folder, 1000000)) as large:
        paths = {server: middle(server) for server in (small, large)}
        for _ in range(rounds):
            first.yardstick.append(load(small, "/en/theme", SECONDS)[0])
            first.ours.append(load(large, "/en/theme", SECONDS)[0])
            later.yardstick.append(load(small, paths[small], SECONDS)[0])
            later.ours.append(load(large, paths[large], SECONDS)[0])
    return [first, later]
