#!/bin/sh
# Help and manual are what the tables of the program say: nothing is missing, in any language, and troff takes the page without a word.
# usage: help_test.sh SERVANDA
servanda=$1
failed=0
number=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
result() { # NAME, exit status of what was tried before it in $?
    status=$?
    number=$((number + 1))
    if [ $status -eq 0 ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; failed=1; fi
}
has() { # FILE LINE...: each of these lines is there, in whatever place of a line
    file=$1
    shift
    for line; do
        grep -qF -- "$line" "$file" || { echo "# lacks: $line"; return 1; }
    done
}
"$servanda" help >"$scratch/all"
has "$scratch/all" "  init  " "  ledger verify  " "  treaty status  " "  NOUN import  "
result "the overview names commands, questions and what every record can"
[ "$(grep -c '^  ledger list ' "$scratch/all")" = 1 ]
result "what is both a command and a question stands there once"
! grep -q ' $' "$scratch/all"
result "no line of it ends with spaces"
"$servanda" help treaty >"$scratch/noun" && has "$scratch/noun" "servanda treaty status [--instrument" "servanda treaty import FILE"
result "one noun in full"
[ "$("$servanda" treaty status --help | grep -c servanda)" = 1 ]
result "one verb in full"
"$servanda" help state >"$scratch/record" && has "$scratch/record" "servanda state export" "  name_LANG"
result "a record with its fields"
"$servanda" demo --help >"$scratch/demo" && [ "$(grep -c . "$scratch/demo")" = 2 ]
result "--help behind a command is about that command"
"$servanda" help nothing 2>"$scratch/no"
[ $? -eq 2 ] && grep -q nothing "$scratch/no"
result "an unknown noun is named"
for language in ar en es fr ru zh; do
    "$servanda" --lang $language help --man >"$scratch/page" &&
        groff -k -man -Tutf8 -ww -Wbreak -P-cbou "$scratch/page" >"$scratch/read" 2>"$scratch/said" &&
        { [ ! -s "$scratch/said" ] || { sed 's/^/# /' "$scratch/said" | head; false; }; } &&
        has "$scratch/read" "servanda user enable LOGIN" "postgres://" "SERVANDA_TOKEN_FILE" "servanda NOUN export"
    result "the manual page, $language"
done
echo "1..$number"
exit $failed
