#!/usr/bin/env python3
"""draft_test.py DECL: migrations that the compiler drafts when a declaration changes, run on tables that have rows. Prints TAP."""
import os
import sqlite3
import subprocess
import sys
import tempfile

OLD = """record thing                "A thing"
  code   text 20    required list unique
  seats  number     list
  name   words 80   list
  note   text 40
  public
  title  code
  order  code; seats
  see    everyone
  add    officer
  change officer
  remove officer
"""


class Draft:
    def __init__(self, compiler, folder):
        self.compiler, self.folder, self.count, self.files = compiler, folder, 0, []
        os.mkdir(os.path.join(folder, "case"))
        self.decl = os.path.join(folder, "case", "case.decl")
        self.db = sqlite3.connect(":memory:")

    def keep(self, text):
        """A migration: one more file, and done to the tables with rows."""
        self.count += 1
        self.files.append(os.path.join(self.folder, "%04d-change.sql" % self.count))
        with open(self.files[-1], "w", encoding="utf-8") as file:
            file.write(text)

    def run(self):
        with open(self.files[-1], encoding="utf-8") as file:
            self.db.executescript(file.read())

    def ask(self, text):
        with open(self.decl, "w", encoding="utf-8") as file:
            file.write(text)
        return subprocess.run([self.compiler, "draft", *self.files, "--", self.decl], capture_output=True, text=True)


def main(compiler):
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        draft = Draft(compiler, folder)
        draft.keep(draft.ask(OLD).stdout)
        draft.run()
        draft.db.execute("INSERT INTO thing (id, version, code, seats, name_fr) VALUES ('a', 1, 'A', 40, 'Chose')")
        cases.append(("nothing is drafted where nothing changed", draft.ask(OLD).stdout == ""))

        renamed = OLD.replace("seats  number ", "places number  was seats").replace("; seats", "; places").replace(
            "name   words 80", "label  words 80 was name")
        said = draft.ask(renamed).stdout
        draft.keep(said)
        draft.run()
        row = draft.db.execute("SELECT places, label_fr FROM thing").fetchone()
        cases.append(("a field that was called otherwise keeps what it holds, in each language", row == (40, "Chose")))
        cases.append(("and nothing is left to complete", "complete" not in said and draft.ask(renamed).stdout == ""))

        fewer = renamed.replace("  note   text 40\n", "")
        said = draft.ask(fewer).stdout
        draft.keep(said)
        refused = draft.ask(fewer)
        cases.append(("what a person has to decide is left open: %s" % said.strip(), "-- complete:" in said))
        cases.append(("a draft that nobody completed is refused, with its line",
                      refused.returncode == 1 and "0003-change.sql:1: a draft" in refused.stderr))
        with open(draft.files[-1], "w", encoding="utf-8") as file:
            file.write(said.replace(" -- complete: where its content goes", ""))
        draft.run()
        cases.append(("completed it is taken", draft.ask(fewer).stdout == ""))

        without = "".join(line for line in fewer.replace("; places", "").splitlines(True) if "places" not in line)
        said = draft.ask(without).stdout
        draft.keep(said.replace(" -- complete: where its content goes", ""))
        draft.run()
        columns = [name for _, name, *_ in draft.db.execute("PRAGMA table_info(thing)")]
        cases.append(("an index goes before the column it is about", "places" not in columns))
    for number, (name, good) in enumerate(cases, 1):
        print("%s %d - %s" % ("ok" if good else "not ok", number, name))
    print("1..%d" % len(cases))
    return 0 if all(good for _, good in cases) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
