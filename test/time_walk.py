#!/usr/bin/env python3
"""time_walk.py PROGRAM: states and time through every face of the program with the records of src/record/case/case.decl.

What waits is the same at the command line, in JSON and on the desk; a step taken over one face is seen over the others; what
depends on a row falls with it and rises with it; lists, calendars and work find their owners. Prints TAP.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from permission_walk import Store, Tap  # noqa: E402
from walk.faces import Api, Pages  # noqa: E402


def day(days):
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days)).isoformat()


class Walk:
    def __init__(self, store, tap):
        self.store, self.tap = store, tap
        self.api = {role: Api(store.url, store.token_of(role)) for role in ("officer", "legal", "focal_point")}
        self.pages = Pages(store.url, store.login["officer"], store.password["officer"])

    def cli(self, role, *words):
        """What the command said, as JSON where it said that."""
        done = subprocess.run([self.store.program, "--db", self.store.path, "--lang", "en", "--as", self.store.login[role], *words],
                              env=dict(os.environ, SERVANDA_TOKEN_FILE=self.store.token[role]), check=True,
                              stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout) if "--json" in words else done.stdout

    def post(self, noun, **values):
        status, said, _ = self.api["officer"].ask("POST", noun, values)
        assert status == 201, said
        return json.loads(said)["id"]

    def step(self, noun, row, step, role="officer"):
        status, said, _ = self.api[role].ask("POST", "%s/%s/step/%s" % (noun, row, step), {})
        return status, json.loads(said)

    def state(self, noun, row):
        return self.api["officer"].read("%s/%s" % (noun, row))["state"]

    def case(self, name, *pairs):
        self.tap.case(name, ["%r, not %r" % (got, want) for got, want in pairs if got != want])


def begin(walk):
    for realm in ("XAA", "BBB"):
        walk.post("realm", id=realm, name={"en": "Realm " + realm})
    rows = {"late": walk.post("petition", **{"from": "XAA"}, kind="plain", subject="late", received=day(-20), weight=1),
            "soon": walk.post("petition", **{"from": "BBB"}, kind="odd", subject="soon", received=day(-1), weight=1),
            "draft": walk.post("petition", **{"from": "BBB"}, kind="odd", subject="draft", received=day(0)),
            "charter": walk.post("charter", realm="XAA", name="consent")}
    for name in ("late", "soon"):
        walk.step("petition", rows[name], "receive")
    walk.step("charter", rows["charter"], "give")
    walk.api["officer"].ask("PATCH", "petition/" + rows["late"], {"charter": rows["charter"], "owner": "officer"})
    return rows


def waiting(walk):
    want = [("decide", "late"), ("decide", "soon"), ("close", "late"), ("close", "soon"), ("look_at", "draft")]
    def told(answer):
        return [(item["step"] or item["waits"], item["title"]) for item in answer["items"]]
    listed, read = walk.cli("officer", "waiting", "--json"), walk.api["officer"].read("waiting")
    _, page, _ = walk.pages.ask("GET", "/en/desk")
    shown = [(step, title) for title, step in re.findall(
        r'<tr[^>]*><th scope="row"><a[^>]*><bdi>(\w+)</bdi>.*?class="btn two sm"[^>]*>(\w+)<', page, re.S)]
    walk.case("what waits is the same over every face", (told(listed), want), (told(read), want), (shown, want))
    walk.case("the heading is a sentence", (re.search(r"<h1>(.*?)</h1>", page).group(1), "1 thing is late, 1 thing is due"))
    walk.case("a focal point has the own ones", (told(walk.api["focal_point"].read("waiting")), [("close", "late")]))
    parts, after = [], ""
    while after is not None:
        part = walk.api["officer"].read("waiting?most=2" + after)
        parts += told(part)
        after = part["next"] and "&after=" + urllib.parse.quote(part["next"])
    walk.case("page by page it is the whole", (parts, want))


def following(walk, rows):
    status, row = walk.step("charter", rows["charter"], "withdraw", "focal_point")
    history = walk.api["officer"].read("petition/%s/history" % rows["late"])
    walk.case("what depends falls in the same moment", (status, 200), (row["state"], "withdrawn"),
              (walk.state("petition", rows["late"]), "fallen"), (history[-1]["who"], "system"),
              (history[-1]["cause"], {"noun": "charter", "id": rows["charter"], "state": "withdrawn"}))
    entry = next(e for e in walk.api["officer"].read("charter/%s/history" % rows["charter"]) if e["action"] == "withdraw")
    path = "/charter/%s/take-back/%d" % (rows["charter"], entry["seq"])
    walk.case("a wrong step is taken back on its page, with what followed",
              (entry["can_take_back"], True), (walk.pages.ask("POST", path, {"reason": "the wrong one"})[0], 303),
              (walk.state("charter", rows["charter"]), "given"), (walk.state("petition", rows["late"]), "received"))
    walk.api["officer"].ask("PATCH", "petition/" + rows["late"], {"weight": 0})
    status, said = walk.step("charter", rows["charter"], "withdraw")
    walk.case("where that is not possible nothing happens, and a sentence says why", (status, 409),
              ("would follow for late" in re.sub("[\u2068\u2069]", "", said["error"]["message"]), True),
              (walk.state("charter", rows["charter"]), "given"))
    status, page, _ = walk.pages.ask("POST", "/charter/%s/step" % rows["charter"], {
        "step": "withdraw", "version": walk.api["officer"].read("charter/" + rows["charter"])["version"]})
    walk.case("the page says so as well", (status, 409), ('role="alert"' in page, True))


def clocks(walk, rows):
    row = walk.api["officer"].read("petition/" + rows["soon"])
    shown = walk.cli("officer", "petition", "show", rows["soon"])
    _, page, _ = walk.pages.ask("GET", "/en/petition/" + rows["soon"])
    _, listed, _ = walk.pages.ask("GET", "/en/petition?state=received")
    walk.case("a clock stands in JSON, at the command line, on the page and in the list",
              ([c["step"] for c in row["clocks"]], ["decide", "close"]), (row["clocks"][0]["from"], day(-1)),
              ("left" in shown, True), ('class="clock' in page, True), ('class="clock bad"' in listed, True))
    _, _, headers = walk.api["officer"].ask("GET", "petition/" + rows["soon"])
    status, _, _ = walk.api["officer"].http.ask("PATCH", "/api/v1/petition/" + rows["soon"], json.dumps({"count": 3}), {
        "Authorization": "Bearer " + walk.api["officer"].token, "If-Match": headers["ETag"]})
    walk.case("the version of a row with clocks is taken back as it was given", (status, 200))


def kept(walk):
    walk.pages.ask("POST", "/keep/petition?kind=odd&sort=count", {"name": "odd ones", "share": "1"})
    subjects = [item["subject"] for item in walk.api["legal"].read("petition?saved=odd%20ones")["items"]]
    listed = walk.cli("legal", "petition", "list", "--saved", "odd ones", "--json")["items"]
    status, _, _ = walk.api["focal_point"].ask("GET", "petition?saved=odd%20ones")
    walk.case("a list that is kept and shared is there for colleagues, over every face, and for nobody else",
              (sorted(subjects), ["draft", "soon"]), ([i["subject"] for i in listed], subjects), (status, 404))
    mine = walk.api["officer"].read("saved_list")["items"][0]["id"]
    walk.api["officer"].ask("PATCH", "saved_list/" + mine, {"name": "strange ones"})
    walk.case("it is renamed and removed as any record is",
              (walk.api["legal"].ask("GET", "petition?saved=strange%20ones")[0], 200),
              (walk.api["officer"].ask("DELETE", "saved_list/%s?reason=done" % mine)[0], 204),
              (walk.api["legal"].ask("GET", "petition?saved=strange%20ones")[0], 404))


def calendar(walk):
    _, page, _ = walk.pages.ask("POST", "/desk/calendar", {})
    path = re.search(r"/desk/calendar\.ics\?key=calendar_[\w-]+", page).group(0)
    anybody = Pages(walk.store.url, None, None)
    status, text, headers = anybody.ask("GET", path)
    key = path.split("=")[1]
    walk.case("a calendar is fetched by its address, which opens nothing else", (status, 200),
              (headers["Content-Type"], "text/calendar; charset=utf-8"), ("SUMMARY:decide: soon" in text, True),
              (Api(walk.store.url, key).ask("GET", "petition")[0], 401))
    token = re.search(r'calendar/withdraw.*?name="id" value="(\w+)"', page, re.S).group(1)
    walk.pages.ask("POST", "/desk/calendar/withdraw", {"id": token})
    walk.case("and no more when it is withdrawn", (anybody.ask("GET", path)[0], 401))


def handed_over(walk, rows):
    def owner():
        return walk.api["officer"].read("petition/" + rows["late"])["owner"]
    mine, theirs = walk.store.account["officer"], walk.store.account["legal"]
    told = {line["noun"]: line["moved"] for line in json.loads(walk.store.run("user", "hand-over", "officer", "legal", "--dry-run", "--json"))}
    walk.case("a dry run tells and moves nothing", (told["petition"], 1), (owner(), mine))
    walk.store.run("user", "hand-over", "officer", "legal", "--reason", "another desk")
    walk.case("then the work is another's", (owner(), theirs))


def main(program):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder)
        try:
            walk = Walk(store, tap)
            rows = begin(walk)
            status, _, headers = walk.pages.http.ask("POST", "/en/login", "login=officer&password=" + store.password["officer"].replace(
                " ", "+"), {"Content-Type": "application/x-www-form-urlencoded"})
            walk.case("an officer comes to the desk", (status, 303), (headers["Location"], "/en/desk"))
            waiting(walk)
            clocks(walk, rows)
            following(walk, rows)
            kept(walk)
            calendar(walk)
            handed_over(walk, rows)
            report = json.loads(store.run("tend", "--json"))
            walk.case("the program can be told to tend", (report["taken"], 0), (report["stopped"], 0))
            walk.case("and the ledger verifies", (json.loads(store.run("ledger", "verify", "--json"))["good"], True))
        finally:
            status = store.close()
        tap.case("the server ends as it should", [] if status == 0 else ["exit status %d" % status])
    print("1..%d" % tap.count)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
