#!/bin/sh
# The job of LiveLimitsLabTest, run inside User-mode Linux with its folder at /mnt: limits of a unit that runs, changed by an apply. After
# each it prints what the kernel holds in the unit's control group, whether the process is still the first one, and whether it is answered.
set -eu
/mnt/install.sh /mnt/upkeep.deb >/dev/null
mkdir -p /var/empty

apply() {
  echo "services: {web: {exec: [/usr/bin/python3, -m, http.server, --bind, 127.0.0.1, '8123'], user: root, directory: /var/empty$2}}" \
    >/etc/upkeep/conf.d/web.yaml
  upkeep apply >"/mnt/$1.apply"
  pid=$(systemctl show --property=MainPID --value web)
  first=${first:-$pid}
  cd /sys/fs/cgroup/system.slice/web.service
  # A file is there as long as its controller is in use for a neighbour.
  for file in cpu.max cpu.weight memory.high memory.low memory.max pids.max; do
    echo "$1 $file $(cat $file 2>/dev/null || echo none)"
  done
  cd /
  echo "$1 same $([ "$pid" = "$first" ] && echo yes || echo no)"
}

# Whether a request is; options of curl may make it try again.
answered() {
  if curl --silent --output /dev/null --max-time 3 "$@" http://127.0.0.1:8123/; then echo yes; else echo no; fi
}

apply first ', limits: {memory: 512M, memory-high: 400M, cpu: "150%", tasks: 256}, unit: {Service: {CPUWeight: "50", MemoryLow: 10M}}'
echo "first answered $(answered --retry 60 --retry-delay 1 --retry-connrefused)"
apply less ', limits: {memory: 256M, memory-high: 200M, cpu: "50%", tasks: 128}, unit: {Service: {CPUWeight: "70", MemoryLow: 20M}}'
apply closed ', unit: {Service: {IPAddressDeny: any}}'
echo "closed answered $(answered)"
apply open ''
echo "open answered $(answered)"
