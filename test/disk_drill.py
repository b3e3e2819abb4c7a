#!/usr/bin/env python3
"""disk_drill.py PROGRAM: the disk is full while a server and commands write.

On SQLite no file may grow any more (the limit of a process is lowered while it runs); on PostgreSQL the server answers as it does when its
disk is full (SQLSTATE 53100). What is written is refused with 507 and a sentence, in the language of who asks; what is read is served;
nothing is half done; as soon as there is room, writing goes on.
"""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from drill.program import Client, Program, engines  # noqa: E402
from tap import Tap  # noqa: E402

ENDLESS = resource.RLIM_INFINITY
FULL = {"en": "Nothing of what you sent was saved", "fr": "Rien de ce que vous avez envoyé", "ar": "لم يُحفظ شيء", "zh": "均未保存",
        "es": "No se ha guardado nada", "ru": "Ничего из отправленного"}
MANY = 400  # rows that do not find room in the files as they are


class SmallDisk:
    """No file of the server grows beyond what the largest has."""

    def __init__(self, program, server):
        self.program, self.server = program, server

    def fill(self):
        most = max(os.path.getsize(self.program.store + end) for end in ("", "-wal"))
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (most + 65536, ENDLESS))
        return most

    def make_room(self):
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (ENDLESS, ENDLESS))


class SmallServer:
    """A database that refuses every new theme as one does that has no room."""

    def __init__(self, program, _server):
        self.program = program

    def tell(self, sql):
        url, _, options = self.program.store.partition("?")
        schema = options.rsplit("%3D", 1)[1]
        subprocess.run(["psql", "-q", url, "-v", "ON_ERROR_STOP=1", "-c", "SET search_path = " + schema, "-c", sql], check=True)

    def fill(self):
        self.tell("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                  "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$; "
                  "CREATE TRIGGER full_disk BEFORE INSERT ON theme FOR EACH ROW EXECUTE FUNCTION full_disk()")

    def make_room(self):
        self.tell("DROP TRIGGER full_disk ON theme; DROP FUNCTION full_disk()")


def themes(client):
    return {item["id"] for item in client.ask("GET", "theme?most=1000")[1]["items"]}


def write_until_refused(client, faults):
    """What was answered as done; and the first refusal."""
    done = set()
    for n in range(MANY):
        name = "full%d" % n
        status, answer = client.ask("POST", "theme", {"id": name, "name": {"en": name}, "about": {"en": "x" * 1000}}, key="full-%d" % n)
        if status != 201:
            if status != 507 or answer["error"]["code"] != "full":
                faults.append("refused with %d %s" % (status, answer))
            return done, name
        done.add(name)
    faults.append("nothing was refused in %d writes" % MANY)
    return done, None


def check_words(client, faults):
    for lang, text in FULL.items():
        status, answer = client.ask("POST", "theme", {"id": "w-" + lang, "name": {"en": "w"}, "about": {"en": "x" * 1900}}, Accept_Language=lang)
        if status != 507 or text not in answer["error"]["message"]:
            faults.append("in %s: %d %s" % (lang, status, answer))


def check_command(program, most, faults):
    """A command of its own process, which has the same limit."""
    limited = Program(program.program, program.store, program.folder, before=["prlimit", "--fsize=%d" % most])
    done = limited.run("theme", "add", "id=fullcommand", "name_en=x", "about_en=" + "x" * 1900, "about_fr=" + "y" * 1900, "--json")
    said = json.loads(done.stderr)["error"]["message"] if done.returncode else ""
    if done.returncode != 3 or not re.search("disk is full|not known whether", said):  # the second: the end of the commit did not fit
        faults.append("the command ended with %d and said %s" % (done.returncode, done.stderr))


def drill(tap, engine, program):
    program.make()
    server, faults = program.serve(), []
    server.ready()
    client = Client(server.url, program.token)
    before = themes(client)
    disk = (SmallDisk if engine == "sqlite" else SmallServer)(program, server)
    most = disk.fill()
    done, refused = write_until_refused(client, faults)
    tap.case("%s: what finds no room is refused and named" % engine, faults)
    faults = []
    check_words(client, faults)
    tap.case("%s: in six languages" % engine, faults)
    there = themes(client) - before
    tap.case("%s: what was answered is there and nothing else, and reading goes on" % engine, sorted(there ^ done))
    if engine == "sqlite":
        faults = []
        check_command(program, most, faults)
        tap.case("%s: a command says so as well" % engine, faults)
    disk.make_room()
    status, answer = client.ask("POST", "theme", {"id": refused, "name": {"en": "x"}})
    tap.case("%s: as soon as there is room it is done" % engine, [] if status == 201 else [status, answer])
    status = server.stop()
    tap.case("%s: the server ends as it should" % engine, [] if status == 0 else [status, server.said()])
    for words in (["ledger", "verify"], ["check", "--deep"]):
        done = program.on_either(*words)
        tap.case("%s: %s" % (engine, " ".join(words)), [] if done.returncode == 0 else [done.stdout + done.stderr])
    return most


def main(path):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for engine, store in engines(folder):
            drill(tap, engine, Program(path, store, folder))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
