#!/usr/bin/env python3
"""permission_walk.py PROGRAM TOLD ROOT [PATTERN]: every role tries every verb of every record, every question and every right, over JSON,
pages and command line.

What is expected is read from the declarations by test/walk/declarations.py; the table that the program prints is held
against the same reading. Prints TAP: one case for each role and face, each wrong cell below it.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tap import Tap  # noqa: E402
from walk.declarations import (  # noqa: E402
    ROLES, VERBS, read_declarations, read_guarded_routes, read_operations, read_rights)
from walk.faces import Api, CommandLine, Pages  # noqa: E402

AT_ONCE = 2


class Store:
    """A demonstration, its log-ins with a token each, and a server."""

    def __init__(self, program, folder):
        self.program, self.path = program, os.path.join(folder, "walk.db")
        self.password, self.scope, self.token, self.login = {}, {}, {}, {}
        for line in self.run("demo").splitlines()[2:]:
            login, password, role = line.split("  ", 1)[0], line[10:36].strip(), line.split()[-1]
            role, _, scope = role.partition(":")
            self.login[role], self.password[role], self.scope[role] = login.strip(), password, scope or None
        self.account = {}
        for user in json.loads(self.run("user", "list", "--json")):
            for role, login in self.login.items():
                if login == user["login"]:
                    self.account[role] = user["id"]
        for role, login in self.login.items():
            self.token[role] = os.path.join(folder, role)
            with open(self.token[role], "w", encoding="ascii") as file:
                file.write(self.run("user", "token", login))
        self.server = subprocess.Popen([program, "--db", self.path, "serve", "--listen", "127.0.0.1:0", "--quiet"],
                                       stdout=subprocess.PIPE, text=True)
        said = self.server.stdout.readline()
        assert said.startswith("listening on "), said
        self.url = said.split()[-1]

    def run(self, *words):
        return subprocess.run([self.program, "--db", self.path, "--lang", "en", *words], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def token_of(self, role):
        with open(self.token[role], encoding="ascii") as file:
            return file.read().strip()

    def close(self):
        self.server.terminate()
        return self.server.wait(timeout=30)


class Row:
    def __init__(self, row, scope, released):
        self.id, self.scope, self.released = row, scope, released

    def __str__(self):
        return self.id + (" of " + self.scope if self.scope else "") + (", released" if self.released else "")


class Rows:
    """For each record a row, or where it depends on the row, one of each kind: found, else added."""

    def __init__(self, store, records):
        self.store, self.records, self.faults, self.number = store, records, [], 0
        self.eye = Api(store.url, store.token_of("auditor"))
        self.of = {noun: self.kinds(record) for noun, record in records.items()}

    def listed(self, noun):
        return (self.eye.read(noun + "?most=1000") or {"items": []})["items"]

    def kinds(self, record):
        scopes = [None]
        self.add_scopes(record)
        if record.by_account:
            scopes = [self.store.account[role] for role in ("officer", "focal_point", "administrator")]
        elif record.scope:
            ours = [s for s in self.store.scope.values() if s and self.eye.read("%s/%s" % (record.scope.ref, s))]
            others = [item["id"] for item in self.listed(record.scope.ref) if item["id"] not in ours]
            scopes = ours + others[:1]
        wanted = [(scope, released) for scope in scopes for released in ([False, True] if record.release else [False])]
        rows = [self.one(record, scope, released) for scope, released in wanted]
        return [row for row in rows if row]

    def add_scopes(self, record):
        """Of what rows can belong to, those that the log-ins are for."""
        if any(r.scope and not r.by_account and r.scope.ref == record.noun for r in self.records.values()):
            for scope in filter(None, self.store.scope.values()):
                if not self.eye.read("%s/%s" % (record.noun, scope)):
                    self.add(record, {"id": scope})

    def add(self, record, more):
        """The id of a new row, or None; and what was said last."""
        values = {f.name if f.type != "words" else f.name + "_en": self.value(f) for f in record.fields
                  if (f.required and "standard" not in f.flags) or f.name == "id"}
        values.update(more)
        said = "nobody may add one"
        for role, which in record.granted("add"):
            own = record.by_account and self.store.account.get(role) == values[record.scope.name]
            if (which == "all" or own) and role in self.store.token:
                status, said, _ = Api(self.store.url, self.store.token_of(role)).ask("POST", record.noun, values)
                if status == 201:
                    return json.loads(said)["id"], said
        return None, said

    def one(self, record, scope, released):
        for item in self.listed(record.noun):
            if (not record.scope or item[record.scope.name] == scope) and (
                    not record.release or bool(item[record.release]) == released):
                return Row(item["id"], scope, released)
        more = {record.scope.name: scope} if record.scope else {}
        if record.release:
            more[record.release] = released
        row, said = self.add(record, more)
        if row:
            return Row(row, scope, released)
        if record.granted("add"):
            self.faults.append("no %s to try it with (scope %s, released %s), and none could be added: %s"
                               % (record.noun, scope, released, said[:300]))
        return None

    def value(self, field):
        self.number += 1
        if field.type == "ref":
            return next((item["id"] for item in self.listed(field.ref)), None)
        if field.type in ("one", "choice"):
            return field.choices[0]
        if field.type in ("date", "day"):
            return "2014-06-%02d" % (self.number % 28 + 1)
        if field.type in ("number", "flag"):
            return 1 if field.type == "number" else True
        if field.example:
            return field.example
        if field.form:
            letters = iter("%06d" % self.number)
            return "".join({"A": "W", "a": "w", "9": next(letters)}.get(c, c) for c in field.form)
        return "walk%d" % self.number


def right(cell, expected, said):
    """The faults of one cell: what each way of asking said, held against what the declaration says."""
    want = "open" if expected else "shut"
    return ["%s: should be %s, and is %s" % (cell, want, got) for got in said if got != want]


def walk(face, role, store, records, rows):
    """Every record, every verb, every kind of row, by this role over this face. Returns faults and the number of cells."""
    faults, cells = [], 0
    account = store.account.get(role) if getattr(face, "acting", True) else None  # the operator has none
    for noun, record in records.items():
        scope = account if record.by_account else store.scope.get(role)
        nothing_own = {"own"} if record.by_account and not account else set()
        for verb, said in face.of_noun(noun, {}).items():
            cells += 1
            faults += right("%s: %s any" % (noun, verb), bool(record.extent(role, verb) - nothing_own), said)
        for values, own in [({}, record.by_account and account is not None)] + [({record.scope.name: r.scope}, r.scope == scope) for r in rows.of[noun]
                                            if record.scope]:
            cells += 1
            faults += right("%s: add %s" % (noun, values or ""), record.open(role, "add", own, False),
                            face.add(noun, values))
        for row in rows.of[noun]:
            own = bool(row.scope) and row.scope == scope
            seen = record.open(role, "see", own, row.released)
            for verb, said in face.of_row(noun, row.id, record.steps).items():
                cells += 1
                expected = seen and all(record.open(role, v, own, row.released) for v in verb.split(" and "))
                faults += right("%s: %s %s" % (noun, verb, row), expected, said)
            if isinstance(face, Api) and seen:
                cells += 1
                should, are = record.withheld(role, own, bool(row.scope), row.released), face.withheld(noun, row.id)
                if should != are:
                    faults.append("%s: fields of %s: withheld are %s, should be %s" % (noun, row, are, should))
    return faults, cells


def walk_operations(face, role, operations):
    """Asked without arguments: who may not is refused before it is seen that they are missing."""
    return [fault for operation in operations.values() for fault in right(
        "%s %s" % (operation.noun, operation.verb), bool(operation.extent(role)), face.operation(operation))]


def walk_rights(face, role, rights, routes):
    return [fault for one in rights.values() for fault in right(
        "right %s %s" % (one.noun, one.verb), bool(one.extent(role)), face.right(one, routes))]


def held_against_table(store, records, operations, rights):
    """The table that the program prints, cell by cell."""
    faults, told = [], set()
    for line in json.loads(store.run("permissions", "--json")):
        verb = "step " + line["step"] if line["step"] else line["verb"]
        told.add((line["noun"], verb))
        for role in ROLES:
            expected = "-"
            if (line["noun"], line["verb"]) in operations:
                expected = "+".join(sorted(operations[line["noun"], line["verb"]].extent(role))) or "-"
            elif (line["noun"], line["verb"]) in rights:
                expected = "+".join(rights[line["noun"], line["verb"]].extent(role)) or "-"
            elif line["noun"] in records:
                expected = "+".join(sorted(records[line["noun"]].extent(role, verb))) or "-"
            if line["roles"][role] != expected:
                faults.append("%s %s by %s: %s, should be %s" % (line["noun"], verb, role, line["roles"][role], expected))
    should = set(operations) | set(rights)
    for noun, record in records.items():
        classes = [c for c in record.classes if any(f.known == c for f in record.fields)]
        should |= {(noun, verb) for verb in VERBS + ["step " + s for s in record.steps] + classes}
    faults += ["in the table and not declared, or the other way round: %s %s" % line for line in sorted(told ^ should)]
    return faults


def main(program, told, root, pattern="*/*.decl"):
    tap, records = Tap(), read_declarations(root, pattern)
    operations = {(o.noun, o.verb): o for o in read_operations(root, pattern)}
    rights, routes = {(r.noun, r.verb): r for r in read_rights(root)}, read_guarded_routes(root)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder)
        try:
            tap.case("the table of permissions is what the declarations say", held_against_table(store, records, operations, rights))
            tap.case("every right is asked for by a route", [
                "%s %s" % key for key in rights if key not in {(noun, verb) for _, _, noun, verb in routes}])
            tap.case("every role has a log-in", [r for r in ROLES if r not in store.login and r != "public"])
            rows = Rows(store, records)
            tap.case("there is a row of every kind", rows.faults)
            nothing, wrong = os.path.join(folder, "empty.csv"), os.path.join(folder, "wrong")
            open(nothing, "w", encoding="ascii").close()
            with open(wrong, "w", encoding="ascii") as file:
                file.write("servanda_" + "A" * 43 + "\n")
            faces = [(role, make(role)) for make in (
                lambda role: Api(store.url, store.token_of(role) if role in store.token else None),
                lambda role: Pages(store.url, store.login.get(role), store.password.get(role)),
            ) for role in ROLES]
            faces += [(role, CommandLine(told, store.path, store.login[role], store.token[role], nothing))
                      for role in ROLES if role in store.login]
            faces.append(("administrator", CommandLine(told, store.path, None, None, nothing)))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                done = pool.map(lambda f: (walk(f[1], f[0], store, records, rows),
                                           walk_operations(f[1], f[0], operations)
                                           + walk_rights(f[1], f[0], rights, routes)), faces)
                for (role, face), ((faults, cells), more) in zip(faces, done):
                    who = role if getattr(face, "acting", True) else "operator"
                    more += ["the process ended badly"] if isinstance(face, CommandLine) and face.close() != 0 else []
                    tap.case("%s, %s: %d cells" % (who, face.name, cells + len(operations) + len(rights)), faults + more)
            impostors = [CommandLine(told, store.path, "admin", wrong, nothing),
                         CommandLine(told, store.path, "admin", store.token["officer"], nothing)]
            tap.case("a wrong token, or somebody else's, opens nothing",
                     [f for face in impostors for f in right("list", False, [face.said(next(iter(records)), "list")])])
            tap.case("and their processes end as they should", [face for face in impostors if face.close() != 0])
        finally:
            status = store.close()
        tap.case("the server ends as it should", [] if status == 0 else ["exit status %d" % status])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
