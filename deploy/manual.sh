#!/bin/sh
# Writes the manual pages where they are installed: manual.sh SERVANDA MANDIR (called by meson install).
set -eu
servanda=$1
case $2 in
/*) man=${DESTDIR:-}$2 ;;
*) man=$MESON_INSTALL_DESTDIR_PREFIX/$2 ;;
esac
for language in ar en es fr ru zh; do
    case $language in
    en) folder=$man/man1 ;;
    zh) folder=$man/zh_CN/man1 ;;
    *) folder=$man/$language/man1 ;;
    esac
    mkdir -p "$folder"
    "$servanda" --lang "$language" help --man >"$folder/servanda.1"
    chmod 644 "$folder/servanda.1"
done
