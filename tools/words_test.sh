#!/bin/sh
# The compiler of words finds every fault of cases/bad.words, and every missing key of cases/keys.c.txt, and says where.
set -u
tool=$(realpath "$1")
cd "$(dirname "$0")/cases" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
expect() { # NAME, STATUS wanted, expected text
    number=$((number + 1))
    if [ "$status" = "$2" ] && cmp -s "$3" "$work/got"; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        diff "$3" "$work/got" | sed 's/^/# /'
        failed=1
    fi
}
"$tool" "$work/out.c" bad.words 2>"$work/got"
status=$?
expect 'every fault is found and placed' 1 words.expected
[ -e "$work/out.c" ] && { echo "not ok - a table was written in spite of faults"; failed=1; }
sed -n '2,8p' bad.words >"$work/good.words"
"$tool" --keys "$work/good.words" -- keys.c.txt 2>"$work/got" >/dev/null
status=$?
expect 'every missing key is found, and nothing else' 1 keys.expected
echo "1..$number"
exit $failed
