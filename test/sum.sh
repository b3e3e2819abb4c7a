#!/bin/sh
# sum.sh LOG STATUS: counts the cases of a test run and ends it with "N passed, N failed".
#
# In: meson's text log, in which every test program printed TAP, and the exit status of the run. A program that broke
# without a case saying so (a sanitizer, a crash, a time limit, a plan not kept) counts as one failed case; one that
# prints no cases and ends well counts as one passed. Skipped cases count as neither and are named. What a program says
# of a failed case ("# ..." before it) is repeated. Out: exit status 0 only when nothing failed and something passed.
exec awk -v status="$2" '
function close_program() {
    if (name != "" && broken && !said) {
        failed++
        print "not ok - " name ": " result
    } else if (name != "" && !cases)
        passed++
    name = ""
}
/^test: / { close_program(); name = $0; sub(/^test: */, "", name); said = broken = cases = 0; remarks = "" }
/^result: / { result = $0; sub(/^result: */, "", result); broken = result != "exit status 0" }
/^# / { remarks = remarks $0 "\n"; next }
/^ok .*# SKIP/ { remarks = ""; cases++; skipped++; print name ": " $0; next }
/^ok / { remarks = ""; cases++; passed++ }
/^not ok / { cases++; failed++; said = 1; printf "%s: %s\n%s", name, $0, remarks; remarks = "" }
END {
    close_program()
    if (status && !failed)
        failed = 1
    if (skipped)
        print skipped " skipped"
    printf "%d passed, %d failed\n", passed, failed
    exit failed || !passed
}' "$1"
