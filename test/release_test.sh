#!/bin/sh
# release_test.sh PROGRAM ROOT: what is handed out is small, stripped and hardened. Reads the file, runs nothing of it.
set -u
program=$1
root=$2
count=0
failed=0

# check NAME COMMAND...: one case, good when the command succeeds.
check() {
    name=$1
    shift
    count=$((count + 1))
    if "$@"; then
        echo "ok $count - $name"
    else
        failed=$((failed + 1))
        echo "not ok $count - $name"
    fi
}

has() {
    readelf -W "$1" "$program" | grep -Eq "$2"
}

lacks() {
    ! has "$1" "$2"
}

small() {
    [ "$(wc -c <"$program")" -lt 4000000 ]
}

private() {
    ! grep -qaF "$root/src/" "$program"
}

check "under 4 MB" small
check "no symbol table" lacks -S ' \.symtab '
check "position independent" has -h 'Type: +DYN'
check "addresses of functions are settled at start" has -d 'BIND_NOW|FLAGS.* NOW'
check "and read-only then" has -l GNU_RELRO
check "the stack is not code" lacks -l 'GNU_STACK.* RWE'
check "the stack is guarded" has --dyn-syms __stack_chk_fail
check "buffers of known size are guarded" has --dyn-syms '_chk@'
check "no path of the machine that built it" private
echo "1..$count"
exit $((failed > 0))
