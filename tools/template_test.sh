#!/bin/sh
# Compiles every case of a folder and compares: NAME.html with the C in NAME.c, or with the message in NAME.error.
# Prints TAP. With UPDATE=1 the C is written instead, to be looked at and committed.
set -u
compiler=$(realpath "$1")
cd "$2" || exit 3
made=$(mktemp -d) || exit 3
trap 'rm -rf "$made"' EXIT
count=0
verdict() {
    count=$((count + 1))
    echo "$1 $count - $2"
}
for case in *.html; do
    name=${case%.html}
    if "$compiler" "$case" "$made/out.c" cases.words 2>"$made/err"; then
        [ -n "${UPDATE:-}" ] && [ ! -f "$name.error" ] && cp "$made/out.c" "$name.c"
        if diff -u "$name.c" "$made/out.c" >"$made/diff" 2>&1; then verdict ok "$name"; else
            verdict "not ok" "$name"
            sed 's/^/# /' "$made/diff"
        fi
    elif [ -f "$made/out.c" ]; then
        verdict "not ok" "$name leaves a file behind"
    elif diff -u "$name.error" "$made/err" >"$made/diff" 2>&1; then verdict ok "$name"; else
        verdict "not ok" "$name"
        sed 's/^/# /' "$made/diff"
    fi
done
echo "1..$count"
