#!/bin/sh
# The job of KernelLabTest, run inside User-mode Linux with its folder at /mnt: the package, services that want more memory than
# their specs allow, and a clock that is set. Leaves there what upkeep says of it: events.json, alerts.json, and for each scene
# NAME.scene (numbers of the entries before its beginning and at its end), NAME.why and NAME.unit.
set -eu
mkdir /run/lab
/mnt/install.sh /mnt/upkeep.deb
cp /mnt/kernel.yaml /etc/upkeep/conf.d/
upkeep apply

. /mnt/ledger.sh

# scene_ends NAME SERVICE
scene_ends() {
  echo "$before $(newest)" >"/mnt/$1.scene"
  ask Why ssb "$2" '' false >"/mnt/$1.why"
  systemctl show --property=ActiveState --value "$2.service" >"/mnt/$1.unit"
}

# How often the probe asked in some three seconds, and how many hundredths of a second these were.
pace() {
  asked=$(curl --silent http://127.0.0.1:4001/asked)
  since=$(uptime_hundredths)
  sleep 3
  echo "pace $(($(curl --silent http://127.0.0.1:4001/asked) - asked)) $(($(uptime_hundredths) - since))"
}
uptime_hundredths() { cut -d' ' -f1 /proc/uptime | tr -d .; }

systemctl show hoarder -p MemoryMax
before=$(newest)
pid=$(systemctl show --property=MainPID --value breeder)
touch /run/lab/hoarder /run/lab/breeder
await hoarder INCIDENT_RESOLVED
cat /sys/fs/cgroup/system.slice/breeder.service/memory.events
[ "$(systemctl show --property=MainPID --value breeder)" = "$pid" ]
scene_ends main hoarder
scene_ends child breeder

pace
before=$(newest)
date --set '2 hours'
pace
scene_ends forward web
before=$(newest)
date --set '2 hours ago'
pace
scene_ends back web

# Where nobody's clock is: before upkeep was written, and after what 32 bits can count. Times of day go on from there.
before=$(newest)
pid=$(systemctl show --property=MainPID --value upkeepd)
right=$(date +%s)
date --set @86400
pace
date --set @4294970000
pace
date --set "@$right"
pace
[ "$(systemctl show --property=MainPID --value upkeepd)" = "$pid" ]
scene_ends astray web

# No process and no thread can begin any more, upkeepd's neither.
python3 /mnt/exhaust.py 20
since=$(uptime_hundredths)
until ask Status asb 1 web true 2>/dev/null | grep --quiet '"phase" : "up"' && curl --silent --fail http://127.0.0.1:4001/healthz; do
  sleep 0.25
done
echo "breathes $(($(uptime_hundredths) - since))"
pid=$(systemctl show --property=MainPID --value upkeepd)

# upkeepd itself is what the kernel ends; what an operator wants is known afterwards.
busctl call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Hold sss web 9h 'no memory'
web=$(systemctl show --property=MainPID --value web)
systemctl set-property --runtime upkeepd.service MemoryMax=24M
for _ in $(seq 1440); do
  [ "$(systemctl show --property=MainPID --value upkeepd)" = "$pid" ] || break
  sleep 0.25
done
systemctl set-property --runtime upkeepd.service MemoryMax=512M
since=$(uptime_hundredths)
until ask Status asb 1 web true >/mnt/status.json 2>/dev/null && [ -s /mnt/status.json ]; do sleep 0.25; done
echo "back $(($(uptime_hundredths) - since))"
journalctl --unit=upkeepd | grep 'result .oom-kill'
[ "$(systemctl show --property=MainPID --value web)" = "$web" ]

journalctl --sync
ask Events sub '' 2000 true >/mnt/events.json
journalctl --output=json SYSLOG_IDENTIFIER=upkeepd >/mnt/alerts.json
