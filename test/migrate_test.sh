#!/bin/sh
# A store of an older version: refused with the way out, brought up to date whole, and then as a new one.   usage: migrate_test.sh SERVANDA ROOT
set -u
servanda=$1
root=$2
failed=0
number=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
result() {
    status=$?
    number=$((number + 1))
    if [ $status -eq 0 ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; failed=1; fi
}
store=$scratch/old.db
"$servanda" --db "$store" init >/dev/null
# The newest change that only makes tables, taken back.
python3 - "$store" "$root/migrations" <<'END' || exit 1
import glob, os, re, sqlite3, sys
store = sqlite3.connect(sys.argv[1])
numbers = [n for n, in store.execute("SELECT number FROM migration")]
for path in sorted(glob.glob(sys.argv[2] + "/*.sql"), reverse=True):
    number, text = int(os.path.basename(path)[:4]), re.sub(r"--[^\n]*", "", open(path, encoding="utf-8").read())
    made = re.findall(r"^CREATE TABLE (\w+)", text, re.M)
    if number in numbers and made and not re.search(r"^(ALTER|DROP|UPDATE|INSERT|DELETE)", text, re.M):
        break
else:
    sys.exit("no change that only makes tables")
store.execute("PRAGMA foreign_keys = OFF")
for table in reversed(made):
    store.execute("DROP TABLE " + table)
store.execute("DELETE FROM migration WHERE number = ?", (number,))
store.commit()
open(sys.argv[1] + ".taken", "w").write("%d %s" % (number, made[0]))
END
read -r change table <"$store.taken"
"$servanda" --db "$store" group list >"$scratch/out" 2>"$scratch/said"
[ $? -eq 1 ] && grep -q "$change" "$scratch/said" && grep -q 'servanda migrate' "$scratch/said"
result "an older store is refused, with what it lacks and what brings it up to date"
"$servanda" --db "$store" migrate >"$scratch/out" && grep -q "brought up to date" "$scratch/out"
result "servanda migrate brings it up to date"
[ -n "$(sqlite3 "$store" ".tables $table" 2>/dev/null || python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT name FROM sqlite_master WHERE name = ?', (sys.argv[2],)).fetchone() or '')" "$store" "$table")" ]
result "what it lacked is there"
"$servanda" --db "$store" group list >"$scratch/out" && "$servanda" --db "$store" ledger verify >/dev/null
result "what it had is there, and the ledger is whole"
"$servanda" --db "$store" migrate >"$scratch/out" && grep -q "already" "$scratch/out"
result "done twice it says that there was nothing to do"
"$servanda" --db "$scratch/none.db" migrate 2>"$scratch/said"
[ $? -eq 3 ] || [ $? -eq 1 ] && [ ! -e "$scratch/none.db" ]
result "where no store is none is made"
echo "1..$number"
exit $failed
