# shellcheck shell=sh
# Read by upkeep: the verbs that only ask upkeepd, without a Java of their own, in some 10 ms. upkeepd answers with an exit code and with what
# is to be printed. What is written otherwise than here, and whatever goes wrong, is left to the program itself, which has the words
# for it.

# call OBJECT INTERFACE METHOD SIGNATURE ARGUMENT...: prints the answer and puts its exit code into $worst; fails if there is none.
call() {
  answer=$(busctl --system --timeout=25s --auto-start=no -- call org.upkeep1 "$@" 2>/dev/null </dev/null) || return 1
  # iss CODE "out" "err", the texts escaped as in C: a quotation mark within them has a backslash before it.
  case $answer in 'iss '*' "'*'" "'*'"') ;; *) return 1 ;; esac
  code=${answer#iss }
  code=${code%% *}
  texts=${answer#iss "$code" \"}
  show "${texts%%\" \"*}"
  # There is one such place. From the end it is found at once; from the beginning dash tries every length anew, minutes for 1000 checks.
  texts=${texts##*\" \"}
  show "${texts%\"}" >&2
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
}

# printf(1) knows all of C's escapes but those of quotation marks; a backslash is kept from being taken for the beginning of one.
show() {
  if [ -n "$1" ]; then
    printf '%b' "$(printf '%s\n' "$1" | sed "s/\\\\\\\\/\\\\0134/g; s/\\\\\\([\"']\\)/\\1/g")"
  fi
}

manager() { call /org/upkeep1 org.upkeep1.Manager "$@"; }

# each METHOD SIGNATURE ARGUMENT...: the same of each name.
each() {
  method=$1
  signature=$2
  shift 2
  for name in $names; do manager "$method" "$signature" "$name" "$@" || return 1; done
}

# ask VERB ARGUMENT...: ends with the exit code of the answer, or returns for the program to be run.
ask() {
  verb=$1
  shift
  names='' count=0 json=false steps='' plugin='' at='' since=30d lines=50 length=4h reason='' end='' worst=0
  while [ $# -gt 0 ]; do
    # --option=VALUE is the same as --option VALUE.
    case $1 in
      --*=*) option=${1%%=*} value=${1#*=} given=1 ;;
      *) option=$1 value=${2-} given=2 ;;
    esac
    case $verb$option in
      availability--json | status--json | why--json | events--json | alerts--json | check--json) json=true given=$((given - 1)) ;;
      check--debug) steps=steps given=$((given - 1)) ;;
      check--nagios) plugin=nagios given=$((given - 1)) ;;
      hands-off--end) end=true given=$((given - 1)) ;;
      why--at) at=$value ;;
      availability--since) since=$value ;;
      events-n | events--lines) lines=$value ;;
      hold--for | hands-off--for) length=$value ;;
      hold--reason | hands-off--reason) reason=$value ;;
      *)
        # A name; an option that is not known here has another beginning.
        case $1 in '' | [!a-z]* | *[!A-Za-z0-9@._:/-]*) return 0 ;; esac
        names="$names $1" count=$((count + 1)) given=1
        ;;
    esac
    # A switch with a value, or an option without one.
    if [ "$given" = 0 ] || [ "$given" -gt $# ]; then return 0; fi
    shift "$given"
  done
  case $lines in '' | 0* | *[!0-9]* | ??????*) return 0 ;; esac
  # shellcheck disable=SC2086 # names have no blanks
  case $verb:$count:$json$steps$plugin in
    status:*) manager Status asb "$count" $names "$json" ;;
    availability:*) manager Availability assb "$count" $names "$since" "$json" ;;
    why:1:*) manager Why ssb $names "$at" "$json" ;;
    events:[01]:*) manager Events sub "${names# }" "$lines" "$json" ;;
    check:1:false) manager Check ss $names text ;;
    check:1:falsesteps) manager Check ss $names steps ;;
    check:1:true) manager Check ss $names json ;;
    check:1:truesteps) manager Check ss $names json-steps ;;
    check:1:falsenagios) manager Check ss $names nagios ;;
    alerts:0:*) call /org/upkeep1/Alerts org.upkeep1.Alerts Alerts b "$json" ;;
    hold:[1-9]*) each Hold sss "$length" "$reason" ;;
    release:[1-9]*) each Release s ;;
    accept:1:*) manager Accept s $names ;;
    hands-off:0:*) if [ -n "$end" ]; then manager HandsOn; else manager HandsOff ss "$length" "$reason"; fi ;;
    *) return 0 ;;
  esac || return 0
  exit "$worst"
}
