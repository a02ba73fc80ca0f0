#!/bin/sh
# The job of KernelLabTest, run inside User-mode Linux with its folder at /mnt: the package, and a service that wants more
# memory than its spec allows. Prints what upkeep says of it; ends with 0 if it names the cause.
set -eu
dpkg -i /mnt/upkeep.deb
cat >/etc/upkeep/conf.d/greedy.yaml <<'YAML'
services:
  greedy:
    exec: [/usr/bin/python3, -c, "import time; time.sleep(3); hoard = bytearray(200 * 1024 * 1024); time.sleep(600)"]
    user: greedy
    limits: {memory: 48M}
    restart: {policy: always, delay: 1s, budget: 2 per 10min}
YAML
upkeep apply
systemctl show greedy -p MemoryMax
# The end of the process is told by systemd at once; a minute is for a slow kernel.
for _ in $(seq 60); do
  upkeep why greedy >/tmp/why
  if grep -q 'want of memory' /tmp/why; then
    cat /tmp/why
    exit 0
  fi
  sleep 1
done
cat /tmp/why
exit 1
