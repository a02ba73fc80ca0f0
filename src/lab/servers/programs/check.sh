#!/bin/sh
# check.sh AT-ONCE NAME..: has upkeepd run checks, so many at the same time; prints what it answers to each, a line of JSON.
set -eu
at_once=$1
shift
folder=$(mktemp -d)
# A file for each, since what is longer than a pipe takes at once would be mixed.
# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | folder=$folder xargs -P "$at_once" -I '{}' sh -c \
  'busctl --json=short --timeout=60 call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Check ss "$1" json-steps >"$folder/$1"' check '{}'
cat "$folder"/*
rm -r "$folder"
