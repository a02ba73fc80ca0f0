#!/bin/sh
# What upkeepd loads in a day of an ordinary machine, in a minute; for src/lab/classes.sh. Runs inside a lab machine, with upkeep installed.
# Leaves two lists, as the JVM writes them: /root/daemon, and /root/command of what a plan loads.
set -eu
list=/var/lib/upkeep/daemon/classes
cat >/etc/upkeep/conf.d/day.yaml <<'YAML'
services:
  web:
    exec: [/usr/bin/python3, -m, http.server, '8000', --bind, 127.0.0.1]
    user: www-data
    restart: {delay: 1s}
    probes:
      liveness: {http: {url: 'http://127.0.0.1:8000/'}, every: 2s, timeout: 1s}
      readiness: {tcp: {host: 127.0.0.1, port: 8000}, every: 2s, timeout: 1s}
    rules:
      - {if: liveness.total > 2s for 3 checks, then: alert}
  worker: {exec: [/usr/bin/sleep, infinity], user: www-data, needs: [web]}
checks:
  away: {tcp: {host: 127.0.0.1, port: 9}, every: 2s, timeout: 1s}
YAML
upkeep apply >/dev/null || [ $? = 1 ]
sed -i "s|-Xms8m|-Xshare:off -XX:DumpLoadedClassList=$list -Xms8m|" /usr/lib/upkeep/upkeepd
sed -i 's|-XX:AOTCache=[^ ]*||' /usr/lib/upkeep/runtime.sh
systemctl restart upkeepd
wait_for() { timeout 60 sh -c "until $1; do sleep 0.2; done"; }
wait_for "upkeep status | grep -q '^web .* ok '" >&2
systemctl kill --signal=KILL web.service
wait_for "upkeep status | grep -q '^web .* ok .* 1/5'" >&2
systemctl stop worker.service
systemctl start worker.service
for asked in status "status --json" "why web" "why away" events "events web" "check away" "availability web" "hold worker --for 1h" \
  "release worker" alerts "accept away"; do
  # shellcheck disable=SC2086 # words of a command
  upkeep $asked >/dev/null 2>&1 || true
done
systemctl daemon-reload
systemctl reload upkeepd
sleep 5
systemctl stop upkeepd
mv "$list" /root/daemon
folder=/usr/lib/upkeep
# shellcheck source=src/main/launcher/runtime.sh
. "$folder/runtime.sh"
(run_java upkeep.cli.Upkeep -Xshare:off -XX:DumpLoadedClassList=/root/command -- plan >/dev/null) || [ $? = 1 ]
