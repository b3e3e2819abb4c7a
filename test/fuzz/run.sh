#!/bin/sh
# run.sh [SECONDS [TARGET...]]: feeds each parser what nobody would write, for this many seconds (60), under clang's address and
# undefined-behaviour sanitizers. Each input that finds new ground is kept under build-fuzz/corpus; one that breaks a parser is written to
# build-fuzz/found, with its name on the last line, and ends the run with status 1.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
if [ ! -d build-fuzz ]; then
    CC=clang meson setup build-fuzz -Dfuzz=true -Dplain_arena=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Dwerror=false --buildtype debugoptimized
fi
[ $# -gt 0 ] || set -- csv fold gzip import json mandate phrase sheet url xlsx xml zip
for target in "$@"; do
    ninja -C build-fuzz "test/fuzz/fuzz_$target"
done
mkdir -p build-fuzz/found
failed=
for target in "$@"; do
    mkdir -p "build-fuzz/corpus/$target"
    echo "== $target"
    "build-fuzz/test/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1500 -max_len=20000 \
        -print_final_stats=1 -verbosity=1 -artifact_prefix="build-fuzz/found/$target-" "build-fuzz/corpus/$target" \
        "test/fuzz/corpus/$target" 2>"build-fuzz/found/$target.log" && result=0 || result=$?
    grep -E 'stat::number_of_executed_units|stat::new_units_added' "build-fuzz/found/$target.log" || true
    if [ "$result" != 0 ]; then
        tail -n 60 "build-fuzz/found/$target.log"
        failed="$failed $target"
    fi
done
if [ -n "$failed" ]; then
    echo "broken:$failed; the inputs are in build-fuzz/found"
    exit 1
fi
echo "nothing found"
