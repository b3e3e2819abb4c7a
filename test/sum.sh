#!/bin/sh
# sum.sh LOG STATUS: counts the cases of a test run and ends it with "N passed, N failed".
#
# In: meson's text log, in which every test program printed TAP, and the exit status of the run. A program that broke
# without a case saying so (a sanitizer, a crash, a time limit, a plan not kept) counts as one failed case. Skipped cases
# count as neither and are named. Out: exit status 0 only when nothing failed and something passed.
exec awk -v status="$2" '
function close_program() {
    if (name != "" && broken && !said) {
        failed++
        print "not ok - " name ": " result
    }
    name = ""
}
/^test: / { close_program(); name = $2; said = 0; broken = 0; planned = -1; cases = 0 }
/^result: / { result = $0; sub(/^result: */, "", result); broken = result != "exit status 0" }
/^ok .*# SKIP/ { cases++; skipped++; print name ": " $0; next }
/^ok / { cases++; passed++ }
/^not ok / { cases++; failed++; said = 1; print name ": " $0 }
END {
    close_program()
    if (status && !failed)
        failed = 1
    if (skipped)
        print skipped " skipped"
    printf "%d passed, %d failed\n", passed, failed
    exit failed || !passed
}' "$1"
