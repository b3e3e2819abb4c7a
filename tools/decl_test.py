#!/usr/bin/env python3
"""decl_test.py DECL CASES.txt: what the compiler of declarations takes and refuses, case by case. Prints TAP."""
import os
import subprocess
import sys
import tempfile


def read_cases(path):
    """The lines of the record, and [(line, message or "")]."""
    base, cases = [], []
    with open(path, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("> "):
                cases.append([line[2:], None])
            elif line.startswith("<"):
                cases[-1][1] = line[2:]
            elif not cases and not line.startswith("#"):
                base.append(line)
    while base and not base[-1]:
        base.pop()
    return base, cases


def main(compiler, path):
    base, cases = read_cases(path)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "case"))
        name = os.path.join(folder, "case", "case.decl")
        for number, (line, message) in enumerate(cases, 1):
            with open(name, "w", encoding="utf-8") as file:
                file.write("\n".join(base + ["  " + line]) + "\n")
            done = subprocess.run([compiler, "ddl", name], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            said = done.stderr.strip().replace(folder + "/case/", "")
            place, _, rest = said.partition(": ")
            good = rest == message and place.startswith("case.decl:") if message else done.returncode == 0 and not said
            # about the line itself, or about the record whose first line is named
            lines = {len(base) + 1, max(n for n, text in enumerate(base, 1) if text.startswith("record "))}
            good = good and (not message or int(place.split(":")[1]) in lines)
            failed += not good
            print("%s %d - %s" % ("ok" if good else "not ok", number, line))
            if not good:
                print("# said %s\n# not  %s" % (said or "nothing", message or "nothing"))
    print("1..%d" % len(cases))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
