#!/bin/sh
# Completion is what the program says of itself: bash takes it and offers nouns and verbs; zsh and fish name them too.
# usage: completion_test.sh SERVANDA
servanda=$1
failed=0
number=0
check() { # NAME GOT WANTED
    number=$((number + 1))
    case " $2 " in
    *" $3 "*) echo "ok $number - $1" ;;
    *) echo "not ok $number - $1"; echo "# \"$2\" lacks \"$3\""; failed=1 ;;
    esac
}
bash_offers() { # WORDS...: what is offered for the last of them
    "$servanda" completion bash >"${TMPDIR:-/tmp}/completion.$$"
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _servanda; echo "${COMPREPLY[@]}"' - "${TMPDIR:-/tmp}/completion.$$" "$@"
    rm -f "${TMPDIR:-/tmp}/completion.$$"
}
check "bash: a noun of records" "$(bash_offers servanda sta)" state
check "bash: a noun of commands" "$(bash_offers servanda led)" ledger
check "bash: a verb of records" "$(bash_offers servanda state im)" import
check "bash: a verb of commands" "$(bash_offers servanda ledger ver)" verify
check "zsh: nouns" "$("$servanda" completion zsh | tr '()' '  ' | grep -w state | head -n 1)" state
check "fish: nouns" "$("$servanda" completion fish | grep -w "state'*$" | head -n 1)" state
check "others are refused" "$("$servanda" completion tcsh 2>&1)" zsh,
echo "1..$number"
exit $failed
