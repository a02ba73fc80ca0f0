# shellcheck shell=bash
# What ./try shows in the machine: services are broken, and what becomes of them is measured and compared with what was promised. Times come
# from systemd's and upkeep's own records, not from when this script noticed. Sourced by try; needs inside(), say().
# Times are microseconds since 1970 unless said otherwise.

readonly SLACK=1000000   # what a recovery may take beyond the promise
readonly WITHIN=60       # seconds for anything that should happen at once
PROBLEMS=()              # expectations that did not hold
ROWS=()                  # the timeline: time|what was done|what happened|took|promised

# ---- showing --------------------------------------------------------------------------------------------------------------------

# shown TITLE COMMAND..: the command's output, indented, below what one would type.
shown() {
  local title=$1 status=0
  shift
  say
  say "  \$ $title"
  "$@" 2>&1 </dev/null | sed 's/^/  /' || status=$?
  return "$status"
}

chapter() { say; say "== $* =="; }

clock() { printf '%(%H:%M:%S)T' "$(($1 / 1000000))"; }

seconds() {
  if [ "$1" -lt 100000 ]; then printf '%d ms' "$(($1 / 1000))"
  else printf '%d.%d s' "$((($1 + 50000) / 1000000))" "$((($1 + 50000) % 1000000 / 100000))"; fi
}

# row TIME DONE HAPPENED [TOOK [PROMISED]]
row() { ROWS+=("$1|$2|$3|${4:-}|${5:-}"); }

# promised MICROSECONDS [OF-WHAT]
promised() { printf 'within %s + %s%s' "$(seconds "$1")" "$(seconds "$SLACK")" "${2:+ ($2)}"; }

# since TIME: how long after the fault.
since() { seconds "$(($1 - FAULT))"; }

problem() { PROBLEMS+=("$1"); say "  NOT AS PROMISED: $1"; }

timeline() {
  local time action happened took promised format='  %-8s  %-25s  %-70s  %7s  %s\n'
  chapter "What happened"
  say
  # shellcheck disable=SC2059 # one format for all
  {
    printf "$format" TIME "WHAT WAS DONE" "WHAT HAPPENED" TOOK PROMISED
    printf '%s\n' "${ROWS[@]}" | sort --stable --numeric-sort --field-separator='|' --key=1,1 | while IFS='|' read -r time action happened took promised; do
      printf "$format" "$(clock "$time")" "$action" "$happened" "$took" "$promised"
    done
  } | sed 's/ *$//'
}

# ---- asking ---------------------------------------------------------------------------------------------------------------------

# ask METHOD SIGNATURE ARG..: what the upkeep command prints, without starting a JVM for each look.
ask() {
  inside busctl --system --timeout=20 --auto-start=no --json=short call org.upkeep1 /org/upkeep1 org.upkeep1.Manager "$@" 2>/dev/null | jq -r '.data[1]'
}

last_number() { ask Events sub '' 1 true | jq '[.[].number] | max // 0'; }

# event NAME MARK FILTER: the first entry of the ledger on NAME after number MARK that the jq filter takes, if there is one.
event() { ask Events sub "$1" 500 true | jq -ce --argjson mark "$2" "[.[] | select(.number > \$mark) | select($3)] | first // empty"; }

field() { jq -r "$2" <<<"$1"; }

micros() { date -d "$1" +%s%6N; }

event_time() { micros "$(field "$1" .at)"; }

# property UNIT NAME
property() { inside systemctl show --value --property "$2" "$1"; }

started_at() { micros "$(inside systemctl show --value --timestamp=us+utc --property ExecMainStartTimestamp "$1")"; }

# The bound that `upkeep explain` prints for a service's liveness, in microseconds.
bound() { inside upkeep explain --json "$1" | jq -e '.probes[] | select(.check | endswith("/liveness")) | ."bound-microseconds"'; }

promise_of() { inside upkeep explain "$1" | grep -A 1 "^$1/liveness"; }

# ---- waiting --------------------------------------------------------------------------------------------------------------------

# await SECONDS WHAT COMMAND..: looks until the command succeeds; its output is then in $FOUND.
await() {
  local limit=$1 what=$2 start=$SECONDS status=1
  shift 2
  while FOUND=''; do
    if FOUND=$("$@"); then status=0; break; fi
    [ $((SECONDS - start)) -lt "$limit" ] || break
    [ ! -t 1 ] || printf '\r  waiting: %-60s %3d s ' "$what" "$((SECONDS - start))"
    sleep 0.2
  done
  [ ! -t 1 ] || printf '\r%80s\r' ''
  [ "$status" = 0 ] || problem "expected within $limit s: $what"
  return "$status"
}

# Every service up, and those with probes well.
all_well() { ask Status asb 0 true | jq -e '.services | length > 0 and all(."active-state" == "active" and (.health == "ok" or .health == "none"))' >/dev/null; }

is_well() { ask Status asb 1 "$1" true | jq -e '.services[0] | ."active-state" == "active" and .health == "ok" and .incident == null' >/dev/null; }

# ---- breaking -------------------------------------------------------------------------------------------------------------------

# fault COMMAND..: does it in the machine, and leaves in $FAULT when, and in $MARK the last entry of the ledger before it.
# shellcheck disable=SC2016 # expanded inside
fault() {
  MARK=$(last_number)
  FAULT=$(inside sh -c 'date +%s%6N; "$@" >/dev/null' fault "$@")
}

why() { shown "upkeep why $1" inside upkeep why "$1" || true; }

# judge WHAT TOOK PROMISED: both in microseconds
judge() {
  [ "$2" -le "$(($3 + SLACK))" ] || problem "$1: expected within $(seconds "$3") and at most $(seconds "$SLACK") more, took $(seconds "$2")"
}

# The decision to restart, in short.
readonly DECIDED='.text | capture(": (?<check>[a-z]+) [(][^)]*[)] (?<failed>failed[^:;]*)") | "upkeep decided to restart: \(.check) \(.failed)"'

restarted_by_upkeep() { event "$1" "$MARK" '.kind == "decision" and .fields.verb == "restart"'; }

# Waits until the service runs and answers again, and tells that.
await_recovery() {
  local name=$1 at
  await "$WITHIN" "$name answers again" event "$name" "$MARK" '.kind == "incident-resolved"' || return
  at=$(event_time "$FOUND")
  row "$at" '' "well again: $(field "$FOUND" '.text | sub("^(resolved )?after [^:]*: "; "")')" "$(since "$at")"
  await "$WITHIN" "$name is well" is_well "$name"
}

killed() {
  local name=$1 pid start delay=1000000
  chapter "1. The process of $name is killed: kill -KILL"
  pid=$(property "$name" MainPID)
  fault kill -KILL "$pid"
  row "$FAULT" "$name: kill -KILL $pid" ''
  await "$WITHIN" "upkeep records that SIGKILL ended $name" event "$name" "$MARK" '.kind == "transition" and .fields.signal == "9"' || return
  row "$(event_time "$FOUND")" '' "upkeep saw: $(field "$FOUND" .text)" "$(since "$(event_time "$FOUND")")"
  await "$WITHIN" "upkeep records that systemd restarts $name" event "$name" "$MARK" '.fields.by == "systemd"' || return
  await_recovery "$name" || return
  start=$(started_at "$name")
  row "$start" '' "systemd started it again, pid $(property "$name" MainPID)" "$(since "$start")" "$(promised "$delay" "restart delay")"
  judge "$name restarted by systemd" "$((start - FAULT))" "$delay"
  ! restarted_by_upkeep "$name" >/dev/null || problem "$name: expected that systemd restarts it, seen a restart by upkeep too"
  why "$name"
}

# broken TITLE NAME DONE COMMAND..: a fault that only a probe can see; upkeep restarts the service within the bound it promises.
broken() {
  local title=$1 name=$2 action=$3 promise start before
  shift 3
  chapter "$title"
  shown "upkeep explain $name | grep -A 1 /liveness" promise_of "$name"
  promise=$(bound "$name") || { problem "upkeep explain $name: expected a bound for its liveness probe"; return 1; }
  before=$(property "$name" MainPID)
  fault "$@"
  row "$FAULT" "$name: $action" ''
  await $((promise / 1000000 + WITHIN)) "upkeep restarts $name" restarted_by_upkeep "$name" || return
  row "$(event_time "$FOUND")" '' "$(field "$FOUND" "$DECIDED")" "$(since "$(event_time "$FOUND")")"
  await_recovery "$name" || return
  start=$(started_at "$name")
  row "$start" '' "restarted, pid $before became $(property "$name" MainPID)" "$(since "$start")" "$(promised "$promise" "liveness probe")"
  [ "$before" != "$(property "$name" MainPID)" ] || problem "$name: expected a new process, seen the old one, $before"
  judge "$name restarted" "$((start - FAULT))" "$promise"
  why "$name"
}

# Whether time has passed FAULT + PROMISE + slack, with the unit left as it is; a restart is noted at once.
stays_stopped() {
  local name=$1 until=$2 state
  state=$(property "$name" ActiveState)
  [ "$state" = inactive ] || { say "$state"; return 0; }
  [ "$(date +%s%6N)" -ge "$until" ]
}

stopped() {
  local name=$1 promise until
  chapter "4. An operator stops $name: systemctl stop"
  promise=$(bound "$name") || { problem "upkeep explain $name: expected a bound for its liveness probe"; return 1; }
  fault systemctl stop "$name"
  row "$FAULT" "$name: systemctl stop" ''
  await "$WITHIN" "upkeep learns that $name is meant to be stopped" event "$name" "$MARK" '.kind == "intent" and .fields.intent == "stopped"' || return
  row "$(event_time "$FOUND")" '' "upkeep saw: $(field "$FOUND" '.text | sub(";.*"; "")')" "$(since "$(event_time "$FOUND")")"
  until=$((FAULT + promise + 2 * SLACK))
  await $((promise / 1000000 + WITHIN)) "longer than upkeep would need to restart $name" stays_stopped "$name" "$until" || return
  [ -z "$FOUND" ] || problem "$name: expected that it stays stopped, seen $FOUND"
  ! event "$name" "$MARK" '.kind == "decision"' >/dev/null || problem "$name: expected no decision of upkeep, seen $(event "$name" "$MARK" '.kind == "decision"')"
  row "$(date +%s%6N)" '' "still stopped, and nothing tried to start it" "$(since "$(date +%s%6N)")" "left stopped"
  inside upkeep why "$name" | grep -q 'stopped because an operator stopped it' || problem "upkeep why $name: expected that it says who stopped it"
  why "$name"
  fault systemctl start "$name"
  row "$FAULT" "$name: systemctl start" ''
  await "$WITHIN" "$name is well" is_well "$name"
}

# The hold as upkeepd has it, until when.
held_until() { ask Status asb 1 "$1" true | jq -re '.services[0].hold.until // empty'; }

another_upkeepd() { [ "$(property upkeepd ActiveState)" = active ] && [ "$(property upkeepd MainPID)" != "$1" ] && held_until "$2"; }

# Under a hold upkeep does nothing, and stays so when it is killed itself; systemd's watchdog, which needs no upkeepd, ends the matter.
watchdog() {
  local name=$1 held pid start promise
  chapter "5. $name is on hold and no longer feeds its watchdog; upkeepd is killed, too"
  shown "upkeep hold $name" inside upkeep hold --for 10min --reason "looking into it" "$name"
  held=$(held_until "$name") || { problem "$name: expected a hold, seen none"; return 1; }
  pid=$(property upkeepd MainPID)
  fault curl --silent --fail --max-time 10 -X POST http://127.0.0.1:3002/fail
  row "$FAULT" "$name: on hold, POST /fail" ''
  await "$WITHIN" "upkeep sees that $name is dead and holds back" event "$name" "$MARK" '.kind == "refusal"' || return
  row "$(event_time "$FOUND")" '' "upkeep held back: $(field "$FOUND" .text)" "$(since "$(event_time "$FOUND")")" "nothing is done"
  # shellcheck disable=SC2016 # expanded inside
  start=$(inside sh -c 'date +%s%6N; kill -KILL "$1"' kill "$pid")
  row "$start" "upkeepd: kill -KILL $pid" ''
  await "$WITHIN" "upkeepd is back, with the hold" another_upkeepd "$pid" "$name" || return
  # The ledger keeps microseconds.
  [ "$(micros "$FOUND")" = "$(micros "$held")" ] || problem "$name: expected a hold until $held, seen one until $FOUND"
  row "$(started_at upkeepd)" '' "upkeepd is back, the hold is kept" "$(seconds $(($(started_at upkeepd) - start)))" "$(promised 1000000 "restart delay")"
  # Since the last feeding, at most the watchdog's time passes; then the process gets SIGABRT, and after the restart delay a new one starts.
  promise=31000000
  await "$WITHIN" "systemd's watchdog ends $name" event "$name" "$MARK" '.kind == "transition" and .fields.result == "watchdog"' || return
  row "$(event_time "$FOUND")" '' "upkeep saw: $(field "$FOUND" .text)" "$(since "$(event_time "$FOUND")")"
  await_recovery "$name" || return
  start=$(started_at "$name")
  row "$start" '' "systemd started it again, pid $(property "$name" MainPID)" "$(since "$start")" "$(promised "$promise" "watchdog, restart delay")"
  judge "$name restarted by systemd's watchdog" "$((start - FAULT))" "$promise"
  ! restarted_by_upkeep "$name" >/dev/null || problem "$name: expected no restart by upkeep during the hold"
  why "$name"
  shown "upkeep release $name" inside upkeep release "$name"
}

# ---- all of it ------------------------------------------------------------------------------------------------------------------

plan_summary() { inside upkeep plan >"$WORK/plan"; say "  ($(grep -c '^[-+@]' "$WORK/plan") lines of unified diff, then)"; grep -E '^(create|change|remove|enable|start|restart|reload) ' "$WORK/plan"; }

demonstrate() {
  chapter "Six specs become units"
  shown "upkeep validate" inside upkeep validate || problem "upkeep validate: expected exit 0"
  shown "upkeep plan" plan_summary || true
  shown "upkeep apply" inside upkeep apply || { problem "upkeep apply: expected exit 0"; return 1; }
  await "$WITHIN" "all services are well" all_well || { shown "upkeep status" inside upkeep status; return 1; }
  shown "upkeep check clock" inside upkeep check clock || problem "upkeep check clock: expected exit 0"
  shown "upkeep status" inside upkeep status || true
  killed node-app || why node-app
  broken "2. All processes of java-app are frozen: kill -STOP" java-app "kill -STOP" systemctl kill --signal=STOP java-app || why java-app
  broken "3. node-app runs on, and answers 500" node-app "answers 500" \
    curl --silent --fail --max-time 10 -X POST http://127.0.0.1:3001/fail || why node-app
  stopped nginx || why nginx
  watchdog java-app || why java-app
  await "$WITHIN" "all services are well" all_well || true
  shown "upkeep status" inside upkeep status || problem "upkeep status: expected exit 0 at the end"
  timeline
  say
  [ ${#PROBLEMS[@]} -gt 0 ] || return 0
  say "not as promised:"
  printf '  %s\n' "${PROBLEMS[@]}"
  return 1
}
