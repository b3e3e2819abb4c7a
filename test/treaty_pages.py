#!/usr/bin/env python3
"""The pages of treaties hold what the answers in JSON say, cell by cell and row by row.

    treaty_pages.py SERVANDA    prints TAP
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from html.parser import HTMLParser
from xml.etree import ElementTree

DAY = "2014-06-12"


class Page(HTMLParser):
    """Links with their text, the cells of tables, and what else was asked for by class."""

    def __init__(self, text):
        super().__init__()
        self.links, self.cells, self.paths, self.places = [], [], 0, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "td":
            self.cells.append([attributes.get("class", ""), ""])
        if tag == "a":
            self.links.append([attributes.get("href"), ""])
        self.paths += tag == "path"
        self.places.append(tag)

    def handle_endtag(self, tag):
        if tag in self.places:
            while self.places.pop() != tag:
                pass

    def handle_data(self, data):
        if "td" in self.places and self.cells:
            self.cells[-1][1] += data
        if "a" in self.places and self.links:
            self.links[-1][1] += data


class Site:
    def __init__(self, program, folder):
        subprocess.run([program, "--db", f"{folder}/store.db", "init"], check=True, stdout=subprocess.DEVNULL)
        self.server = subprocess.Popen([program, "--db", f"{folder}/store.db", "serve", "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.server.stdout.readline()
        while line and not line.startswith("listening on "):
            line = self.server.stdout.readline()
        self.root = line.split()[-1].rstrip("/")

    def get(self, path, status=200, **headers):
        try:
            with urllib.request.urlopen(urllib.request.Request(self.root + path, headers=headers)) as answer:
                assert answer.status == status, (path, answer.status)
                self.headers = answer.headers
                return answer.read()
        except urllib.error.HTTPError as error:
            assert error.code == status, (path, error.code)
            self.headers = error.headers
            return error.read()

    def page(self, path, **more):
        return self.get(path, **more).decode()

    def json(self, path):
        return json.loads(self.get("/api/v1" + path))

    def end(self):
        self.server.terminate()
        assert self.server.wait() == 0


def all_pages(site, path):
    """A long answer, page after page, by following its links."""
    pages, here = [], path
    while here:
        pages.append(site.page(here))
        following = re.search(r'<a href="([^"]+)" rel="next"', pages[-1])
        here = following and following[1].replace("&amp;", "&")
    return pages


CLASSES = {"party": "c-p", "party_pending": "c-n", "signatory": "c-s", "withdrawn": "c-w", "unknown": "c-u"}


def check_matrix_cells(site):
    """Each cell of each page of the matrix has the class of its standing, and leads to its course."""
    matrix = site.json(f"/treaty/matrix?as_of={DAY}")
    cells = {(cell["state"], cell["instrument"]): cell for cell in matrix["cells"]}
    whole = {count["instrument"]: count["listed_whole"] for count in matrix["instruments"]}
    seen = set()
    for text in all_pages(site, f"/en/treaty/matrix?as_of={DAY}"):
        for of, href, shown in re.findall(r'<td class="(c-\w)[^"]*"><a href="([^"]+)"[^>]*>([^<]*)</a></td>', text):
            asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(href.replace("&amp;", "&")).query))
            key = asked["state"], asked["instrument"]
            cell = cells.get(key)
            none = "c-0" if whole[key[1]] else "c-u"
            want = none if cell is None else CLASSES.get(cell["status"]) or ("c-0" if cell["certain"] else "c-u")
            assert of == want, (key, of, want)
            if cell and cell["status"] == "party" and cell["deposited"]:
                assert cell["deposited"][:4] in shown, (cell, shown)
            assert key not in seen and asked["as_of"] == DAY, (key, asked)
            seen.add(key)
    assert seen == {(row["state"], count["instrument"]) for row in matrix["states"] for count in matrix["instruments"]}


def check_matrix_of_a_group(site):
    text = site.page(f"/en/treaty/matrix?as_of={DAY}&group=EASTERN_AFRICA")
    names = re.findall(r'<th scope="row"><a href="[^"]+"><bdi>([^<]+)', text) or re.findall(r'<th scope="row"><a href="/en/state/\w+">([^<]+)', text)
    assert names == sorted(names) and "Kenya" in names and len(names) > 12, names
    arabic = site.page(f"/ar/treaty/matrix?as_of={DAY}&group=EASTERN_AFRICA")
    assert 'dir="rtl"' in arabic and "كينيا" in arabic


def check_files_of_an_answer(site):
    """The workbook has a sheet for each part, with as many rows as the answer."""
    matrix = site.json(f"/treaty/matrix?as_of={DAY}")
    book = zipfile.ZipFile(io.BytesIO(site.get(f"/en/treaty/matrix.xlsx?as_of={DAY}")))
    sheets = [book.read(name).decode() for name in sorted(book.namelist()) if name.startswith("xl/worksheets/sheet")]
    assert [sheet.count("<row ") - 1 for sheet in sheets[1:]] == [len(matrix[part]) for part in ("cells", "states", "instruments")]
    rows = site.get(f"/en/treaty/matrix.csv?as_of={DAY}").decode("utf-8-sig").splitlines()
    assert len(rows) == len(matrix["cells"]) + 1, len(rows)


def check_same_answer_same_tag(site):
    path = f"/en/treaty/matrix?as_of={DAY}"
    site.get(path)
    tag = site.headers["ETag"]
    assert tag and site.get(path, status=304, **{"If-None-Match": tag}) == b""


def check_long_answers_in_pages(site):
    """Every row of a long answer stands on exactly one page."""
    path = f"/treaty/status?instrument=FINANCING1999&as_of={DAY}"
    told = [cell["state"] for cell in site.json(path)["states"]]
    pages = all_pages(site, "/en" + path)
    shown = [state for text in pages for state in re.findall(r'<th scope="row"><a href="/en/state/(\w+)"', text)]
    assert len(pages) == 2 and sorted(shown) == sorted(told), (len(pages), len(shown), len(told))
    assert "page" not in re.search(r'href="([^"]+\.csv[^"]*)"', pages[1])[1]


def check_instrument_on_a_day(site):
    """The page of an instrument is asked as of a day: its counts, map, curve and regions follow."""
    position = site.json(f"/treaty/status?instrument=NUCTERR2005&as_of={DAY}")
    text = site.page(f"/en/instrument/NUCTERR2005?as_of={DAY}")
    assert f'<span class="big n">{position["parties"]}</span>' in text and position["parties"] < 100
    assert Page(text).paths > 5 and "Boundaries, names and designations" in text
    assert f'value="{DAY}"' in text and "2007" in text and f"as_of={DAY}" in text
    later = site.page("/en/instrument/NUCTERR2005?as_of=2006-01-01")
    assert '<span class="big n">0</span>' in later
    site.page("/en/instrument/NUCTERR2005?as_of=tomorrow", status=422)


def check_state_on_a_day(site):
    text = site.page(f"/en/state/DJI?as_of={DAY}")
    links = [href for href, _ in Page(text).links]
    assert f"/en/treaty/course?state=DJI&instrument=NUCTERR2005&as_of={DAY}" in links
    assert text.index("Participation") < text.index("Groups it belongs to")
    assert "Unknown is not no" in text


def check_course_tells_everything(site):
    """What a successor rests on is there: the actions of the State before it."""
    story = site.json("/treaty/course?state=MNE&instrument=FINANCING1999")
    kinds = [(act["state"], act["kind"]) for act in story["acts"]]
    assert (None, "succession") in kinds and ("YUG", "ratification") in kinds or ("SRB", "ratification") in kinds, kinds
    assert all(act["source"] and act["mark"] for act in story["acts"]), story["acts"]
    assert story["status"] == story["turns"][-1]["status"] == "party" and not story["certain"]
    early = site.json("/treaty/course?state=MNE&instrument=FINANCING1999&as_of=2000-01-01")
    assert early["status"] == "unknown" and len(early["turns"]) < len(story["turns"])
    nothing = site.json(f"/treaty/course?state=ZMB&instrument=FINANCING1999&as_of={DAY}")
    assert nothing["status"] == "none" and nothing["certain"] and nothing["acts"] == []


def check_feed_of_changes(site):
    """The feed of a State has its changes, newest first, each under a name of its own."""
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(site.get("/en/treaty/changes.atom?state=DJI"))
    assert site.headers["Content-Type"].startswith("application/atom+xml")
    told = site.json("/treaty/changes?from=1900-01-01&state=DJI")
    entries = feed.findall("a:entry", space)
    days = [entry.find("a:updated", space).text[:10] for entry in entries]
    assert days == [change["on"] for change in reversed(told)] and len(days) > 8, days
    assert len({entry.find("a:id", space).text for entry in entries}) == len(entries)
    assert all(entry.find("a:link", space).get("href").startswith(site.root) for entry in entries)
    assert "Djibouti" in feed.find("a:title", space).text
    site.get("/en/treaty/changes.atom?state=NOWHERE", status=422)


def check_package(site):
    """The papers say who gets what, and the files in six languages are whole; who is a party has nothing to deposit."""
    asked = "state=MUS&instrument=FINANCING1999&deposit=2003-06-12"
    package = site.json(f"/treaty/package?{asked}")
    assert package["way"] == "ratify" and package["act"] == "ratification" and package["in_force_from"] == "2003-07-12", package
    assert package["depositary"] == ["UN_SG"] and package["signed_on"] == "2001-11-11"
    kinds = {each["kind"]: (each["need"], each["articles"]) for each in package["declarations"]}
    assert kinds["jurisdiction_notice"] == ("must", "7(3)") and kinds["annex_exclusion"] == ("may", "2(2)(a)"), kinds
    airport = site.json("/treaty/package?state=DJI&instrument=AIRPORT1988&deposit=2014-06-12")
    assert airport["first"] == ["MONTREAL1971"] and len(airport["depositary"]) == 4 and airport["act"] == "accession"
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        word = zipfile.ZipFile(io.BytesIO(site.get(f"/{language}/treaty/package.docx?{asked}"))).read("word/document.xml").decode()
        assert "7(3)" in word and "24(2)-(3)" in word, language
        assert site.get(f"/{language}/treaty/package.pdf?{asked}").startswith(b"%PDF"), language
    assert "package.docx" in site.page(f"/en/treaty/package?{asked}")
    party = site.page("/en/treaty/package?state=MUS&instrument=FINANCING1999")
    assert "package.docx" not in party and 'party' in party
    site.get("/api/v1/treaty/package?state=MUS&instrument=FINANCING1999&deposit=2003-06-12&act=accession", status=422)


def check_regions_sum_up(site):
    """Regions are parts of the world: what they count, everybody counts."""
    for gap in site.json(f"/treaty/regions?instrument=FINANCING1999&as_of={DAY}"):
        members = {row["state"] for row in site.json(f"/members/of?group={gap['group']}&on={DAY}")["members"]}
        states = {cell["state"]: cell["status"] for cell in site.json(f"/treaty/status?instrument=FINANCING1999&as_of={DAY}")["states"]}
        assert gap["parties"] == sum(states.get(state) == "party" for state in members), gap
        assert not set(gap["missing"]) & {state for state in members if states.get(state) == "party"}


def main():
    checks = [function for name, function in sorted(globals().items()) if name.startswith("check_")]
    failed = 0
    print(f"1..{len(checks)}")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(sys.argv[1], folder)
        for number, check in enumerate(checks, 1):
            name = check.__name__.removeprefix("check_").replace("_", " ")
            try:
                check(site)
                print(f"ok {number} - {name}", flush=True)
            except Exception as error:  # whatever it is, the others are tried as well
                failed += 1
                print(f"not ok {number} - {name}\n# {type(error).__name__} {str(error)[:1000]}", flush=True)
        site.end()
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
