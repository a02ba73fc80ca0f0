# shellcheck shell=sh
# What jobs in User-mode Linux know of upkeepd: its ledger, and its answers. Sourced from /mnt; $before is the entry that a scene began at.

ledger() { sqlite3 -readonly /var/lib/upkeep/daemon/ledger.db "SELECT count(*), max(number) FROM entry $1" | tr '|' ' '; }
newest() { ledger '' | cut -d' ' -f2; }

# Waits for entries of a kind about a service or check since the scene began; six minutes are for a slow kernel.
await() {
  for _ in $(seq 1440); do
    [ "$(ledger "WHERE number > $before AND subject = '$1' AND kind = '$2'" | cut -d' ' -f1)" -eq 0 ] || return 0
    sleep 0.25
  done
  echo "no entry $2 of $1"
  ask Events sub '' 2000 false
  exit 1
}

# What upkeepd itself has to say: METHOD SIGNATURE ARGUMENT.. Over the bus, since the command takes seconds on this machine.
ask() {
  busctl --json=short call org.upkeep1 /org/upkeep1 org.upkeep1.Manager "$@" |
    python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin)["data"][1])'
}
