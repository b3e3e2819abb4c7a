"""The three faces of the program as somebody with one role meets them: JSON interface, pages, command line.

Every probe answers "open", "shut", or what else it was, and leaves the data as they were: what is added is empty, what is
changed is a field that there is not, what is removed is removed without a reason. Who may not is refused before that is seen.
"""
import http.client
import json
import os
import re
import subprocess
import urllib.parse

SHUT = {401, 403, 404}
OPEN = {200, 201, 204, 303, 400, 409, 412, 422}
IMPOSSIBLE = "no_such_field"
API = "/api/v1/"


def verdict(status, anonymous, reading=False):
    if status == 303 and reading:
        return "303, sent elsewhere"
    if status == 403 and anonymous:
        return "403, where signing in would help"
    if status == 401 and not anonymous:
        return "401, although signed in"
    return "open" if status in OPEN else "shut" if status in SHUT else str(status)


class Http:
    """One connection; the same answer is asked for once more when the server closed it meanwhile."""

    def __init__(self, url):
        self.host = urllib.parse.urlparse(url).netloc
        self.connection = None

    def ask(self, method, path, body=None, headers=None):
        for attempt in (1, 2):
            try:
                if not self.connection:
                    self.connection = http.client.HTTPConnection(self.host, timeout=30)
                self.connection.request(method, path, body, headers or {})
                answer = self.connection.getresponse()
                return answer.status, answer.read().decode("utf-8"), answer.headers
            except (http.client.HTTPException, ConnectionError):
                self.connection = None
                if attempt == 2:
                    raise


def rights_said(right, routes, signed_in, ask):
    """Every route that names it, with ids of nothing: who may not is refused before it is seen that there is nothing."""
    out = []
    for method, path, noun, verb in routes:
        if (noun, verb) != (right.noun, right.verb):
            continue
        status = ask(method, re.sub(r"\{\w+\}", "nobody", path.replace("{seq}", "1")))
        refused = status == (403 if signed_in else 401)
        out.append("shut" if refused else "open" if status in OPEN | {404} else "%s %s: %d" % (method, path, status))
    return out


class Api:
    name = "JSON"

    def __init__(self, url, token):
        self.http, self.token = Http(url), token

    def ask(self, method, path, value=None):
        headers = {"Authorization": "Bearer " + self.token} if self.token else {}
        if value is not None:
            headers["Content-Type"] = "application/json"
        return self.http.ask(method, API + path, None if value is None else json.dumps(value), headers)

    def said(self, method, path, value=None):
        return verdict(self.ask(method, path, value)[0], not self.token)

    def read(self, path):
        status, body, _ = self.ask("GET", path)
        return json.loads(body) if status == 200 else None

    def of_noun(self, noun, values):
        return {"see": [self.said("GET", noun)], "add": []}

    def add(self, noun, values):
        return [self.said("POST", noun, values)]

    def of_row(self, noun, row, steps):
        path = noun + "/" + urllib.parse.quote(row)
        out = {"see": [self.said("GET", path), self.said("GET", path + "/history")],
               "change": [self.said("PATCH", path, {IMPOSSIBLE: "x"})], "remove": [self.said("DELETE", path)]}
        for step in reversed(list(steps)):  # last ones first: who took one just now is no second person for the next
            out["step " + step] = [self.said("POST", path + "/step/" + step, {})]
        return out

    def operation(self, operation):
        path = "%s/%s?%s=x" % (operation.noun, operation.verb, IMPOSSIBLE)
        return [self.said("POST" if operation.changes else "GET", path, {} if operation.changes else None)]

    def withheld(self, noun, row):
        value = self.read(noun + "/" + urllib.parse.quote(row))
        return None if value is None else set(value["withheld"])

    def right(self, right, routes):
        return rights_said(right, [r for r in routes if r[1].startswith(API)], bool(self.token), lambda method, path: self.ask(
            method, path[len(API):], {} if method in ("POST", "PATCH") else None)[0])


# For each right a command; rights that no command asks for are not here.
RIGHT_COMMANDS = {
    ("account", "see"): ["user", "show", "OWN"], ("account", "change"): ["user", "set", "OWN"],
    ("user", "see"): ["user", "list"], ("user", "add"): ["user", "add"], ("user", "change"): ["user", "disable", "nobody"],
    ("user", "hand_over"): ["user", "hand-over", "nobody", "nobody"], ("user", "erase"): ["user", "erase", "nobody"],
    ("ledger", "see"): ["ledger", "show", "1"], ("system", "see"): ["system", "show"],
    ("system", "change"): ["system", "set", "office_en="], ("job", "see"): ["job", "list"],
    ("permission", "see"): ["permissions"],
}
# A route whose handler refuses by itself what it is asked with nothing, or that would end the walk's own session.
NOT_TRIED = {("POST", "/account/stand-in")}


class Pages:
    name = "pages"

    def __init__(self, url, login, password):
        self.http, self.cookie, self.csrf = Http(url), None, None
        if not login:
            return
        status, _, headers = self.http.ask("POST", "/login", urllib.parse.urlencode({"login": login, "password": password}),
                                           {"Content-Type": "application/x-www-form-urlencoded"})
        cookies = [c.split(";")[0] for c in headers.get_all("Set-Cookie") or []]
        self.cookie = next((c for c in cookies if c.startswith("session=")), None)
        assert status == 303 and self.cookie, "signing in as %s: %d" % (login, status)
        found = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/account/password")[1])
        assert found, "no proof in the forms of " + login
        self.csrf = found.group(1)

    def ask(self, method, path, values=None):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if values is None:
            return self.http.ask(method, path, None, headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.http.ask(method, path, urllib.parse.urlencode(dict(values, csrf=self.csrf or "")), headers)

    def said(self, method, path, values=None):
        return verdict(self.ask(method, path, values)[0], not self.cookie, method == "GET")

    def of_noun(self, noun, values):
        status, body, _ = self.ask("GET", "/" + noun)
        offered = re.search(r'class="btn" href="(/[a-z]{2})?/add/%s["?]' % noun, body)
        return {"see": [verdict(status, not self.cookie, True)],
                "add": [self.said("GET", "/add/%s" % noun), "open" if offered else "shut"]}

    def add(self, noun, values):
        return [self.said("POST", "/add/%s" % noun, values)]

    def operation(self, operation):
        path = "/%s/%s" % (operation.noun, operation.verb)
        if operation.changes:
            return [self.said("POST", path, {IMPOSSIBLE: "x"})]
        return [self.said("GET", path), self.said("GET", "%s.csv?%s=x" % (path, IMPOSSIBLE))]

    def of_row(self, noun, row, steps):
        path = "/%s/%s" % (noun, urllib.parse.quote(row))
        status, body, _ = self.ask("GET", path)
        out = {"see": [verdict(status, not self.cookie, True), self.said("GET", path + "/history")]}
        for verb in ("change", "remove"):
            offered = re.search(r'href="(/[a-z]{2})?%s/%s"' % (re.escape(path), verb), body)
            out[verb] = [self.said("GET", path + "/" + verb), self.said("POST", path + "/" + verb, {}),
                         "open" if offered else "shut"]
        for step in steps:
            out["step " + step] = [self.said("POST", path + "/step", {"step": step, "version": "0"})]
        return out

    def right(self, right, routes):
        routes = [r for r in routes if not r[1].startswith(API) and r[:2] not in NOT_TRIED]
        return rights_said(right, routes, bool(self.cookie), lambda method, path: self.ask(
            method, path, {} if method == "POST" else None)[0])


class CommandLine:
    """Commands told to one process (test/told_main.c): a process for each would take most of the time."""

    name = "command line"

    def __init__(self, program, store, login, token_file, empty_file):
        self.store, self.empty_file = store, empty_file
        self.acting = ["--as", login] if login else []
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        environment.pop("SERVANDA_TOKEN_FILE", None)
        if token_file:
            environment["SERVANDA_TOKEN_FILE"] = token_file
        self.process = subprocess.Popen([program], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, *words):
        """The status of a command, and what it said on stderr."""
        self.process.stdin.write("".join(word + "\n" for word in words + ("",)).encode())
        self.process.stdin.flush()
        status, size = self.process.stdout.readline().split()
        return int(status), self.process.stdout.read(int(size)).decode()

    def close(self):
        """The exit status of the process: a sanitizer may have something to say in the end."""
        self.process.stdin.close()
        return self.process.wait(timeout=60)

    def said(self, *words, refused_only=False):
        for _ in range(5):
            said = self.said_once(words, refused_only)
            if said != "busy":  # somebody else wrote for long: come again
                break
        return said

    def said_once(self, words, refused_only):
        status, told = self.run("--db", self.store, *self.acting, *words, "--json")
        if status == 0:
            return "open"
        try:
            code = json.loads(told)["error"]["code"]
        except (ValueError, KeyError):
            return "exit %d: %s" % (status, told[:200])
        if refused_only and code != "busy":
            return "shut" if code in ("forbidden", "login") else "open"
        if status == 1 and code in ("forbidden", "login", "not_found"):
            return "shut"
        return "open" if status == 1 and code in ("invalid", "conflict", "stale") else code

    def of_noun(self, noun, values):
        return {"see": [self.said(noun, "list", "--most", "1"), self.said(noun, "export")],
                "add": [self.said(noun, "import", self.empty_file, "--dry-run")]}

    def operation(self, operation):
        said = self.said(operation.noun, operation.verb, "--no-such-field", "x")
        return ["open" if said == "usage" else said]

    def right(self, right, routes):
        """A command that the right is asked for; it is there for somebody else, or not told enough to do anything."""
        words = RIGHT_COMMANDS.get((right.noun, right.verb))
        if not words:
            return []
        own = self.acting[1] if self.acting else "admin"
        said = self.said(*[own if word == "OWN" else word for word in words], refused_only=True)
        return [said]

    def add(self, noun, values):
        return [self.said(noun, "add", *["--%s=%s" % pair for pair in values.items()])]

    def of_row(self, noun, row, steps):
        out = {"see": [self.said(noun, "show", row), self.said(noun, "history", row)],
               "change": [self.said(noun, "set", row, "--no-such-field", "x")],
               "remove": [self.said(noun, "remove", row)],
               "change and remove": [self.said(noun, "merge", row, row)]}
        for step in steps:
            out["step " + step] = [self.said(noun, "step", row, step)]
        return out
