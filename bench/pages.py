"""Pages over HTTP: one with 40 rows from SQLite beside nginx serving the same bytes as a file, and the same page signed in."""

import subprocess
import urllib.request

from person import sign_in
from processes import load, nginx, servanda
from result import Result

SECONDS = 2
LIST = "/en/state"  # the first page: 40 States
made = {}  # what was said of the stores that there are


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def demonstration(program, store):
    """A demonstration store, made once for all measurements of a run. Gives what was said of its log-ins."""
    said = made.get(store)
    if said is None:
        said = subprocess.run([program, "--db", store, "demo"], check=True, stdout=subprocess.PIPE, text=True).stdout
        made[store] = said
    return said


def measure(build, folder, rounds):
    program, store = build / "src/servanda", folder / "demo.db"
    rate = Result("page with 40 rows", "pages/s", beside="nginx, same bytes", least=0.45)
    cost = Result("processor time of that page", "us", beside="nginx, same bytes")
    person = Result("processor time of that page, signed in", "us", most=60)
    told = demonstration(program, store)
    with servanda(program, store) as ours:
        page = fetch(ours.url + LIST)
        who = sign_in(ours, told)
        with nginx(folder, {"page.html": page}) as files:
            for _ in range(rounds):
                for server, path, rates, costs in ((files, "/page.html", rate.yardstick, cost.yardstick),
                                                   (ours, LIST, rate.ours, cost.ours)):
                    per_second, microseconds = load(server, path, SECONDS)
                    rates.append(per_second)
                    costs.append(microseconds)
                person.ours.append(load(ours, LIST, SECONDS, [who])[1])
    rate.name += f" ({len(page):,} bytes)"
    return [rate, cost, person]
