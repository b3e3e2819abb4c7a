"""Pages over HTTP: one with 40 rows from SQLite beside nginx serving the same bytes as a file, and long lists."""

import subprocess
import urllib.request

from processes import load, nginx, servanda
from result import Result

SECONDS = 2
LIST = "/en/state"  # the first page: 40 States


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def demonstration(build, folder):
    """A demonstration store, made once for all measurements of a run."""
    store = folder / "demo.db"
    if not store.exists():
        subprocess.run([build / "src/servanda", "--db", store, "demo"], check=True, stdout=subprocess.DEVNULL)
    return store


def measure(build, folder, rounds):
    rate = Result("page with 40 rows", "pages/s", beside="nginx, same bytes", least=0.45)
    cost = Result("processor time of that page", "us", beside="nginx, same bytes")
    with servanda(build / "src/servanda", demonstration(build, folder)) as ours:
        page = fetch(ours.url + LIST)
        with nginx(folder, {"page.html": page}) as files:
            for _ in range(rounds):
                for server, path, rates, costs in ((files, "/page.html", rate.yardstick, cost.yardstick),
                                                   (ours, LIST, rate.ours, cost.ours)):
                    per_second, microseconds = load(server, path, SECONDS)
                    rates.append(per_second)
                    costs.append(microseconds)
    rate.name += f" ({len(page):,} bytes)"
    return [rate, cost]
