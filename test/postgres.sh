#!/bin/sh
# Runs a command beside a PostgreSQL server of its own, which is gone afterwards:
#
#     test/postgres.sh COMMAND...
#
# The command finds the server's address in SERVANDA_TEST_PG (a URL; tests make a schema of their own in it). When that is
# set already, or there is no PostgreSQL 15 or newer, the command is run as it is: the tests then say what they skipped.
# With SERVANDA_PG_DURABLE set, every commit is on the disk, as it is in an office, and the memory is what one would give it there:
# for measurements. Otherwise the server is as fast as it can be made, and forgets everything when the machine goes down.
set -eu

find_server() {
    for folder in ${SERVANDA_PG_BIN:-} /usr/lib/postgresql/*/bin /usr/local/bin /usr/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && echo "$folder" && return
    done
}

bin=$(find_server | tail -n 1)
if [ -n "${SERVANDA_TEST_PG:-}" ] || [ -z "$bin" ]; then
    exec "$@"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/servanda-pg-XXXXXX")
server=
stop() {
    [ -z "$server" ] || { kill -INT "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || :
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

# The server refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
    user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
    chown "$user" "$folder"
    as="setpriv --reuid=$user --regid=$(id -g $user) --clear-groups"
fi
chmod 700 "$folder"

$as "$bin/initdb" -D "$folder/data" -U servanda -A trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 3
}

settings="-c fsync=off -c full_page_writes=off -c shared_buffers=32MB"
[ -z "${SERVANDA_PG_DURABLE:-}" ] || settings="-c shared_buffers=512MB -c effective_cache_size=2GB -c random_page_cost=1.1"

# A free port: the first that the server takes. Another run may be looking at the same time.
port=$((20000 + $$ % 20000))
for _ in 1 2 3 4 5 6 7 8; do
    port=$((port + 1))
    # shellcheck disable=SC2086
    $as "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" \
        -c max_connections=60 $settings >>"$folder/log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        kill -0 "$server" 2>/dev/null || break
        ! "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || break 2
        sleep 0.1
    done
    kill -INT "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
    server=
done
[ -n "$server" ] || { cat "$folder/log" >&2; exit 3; }

SERVANDA_TEST_PG="postgres://servanda@127.0.0.1:$port/postgres"
export SERVANDA_TEST_PG
status=0
"$@" || status=$?
exit $status
