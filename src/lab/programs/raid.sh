#!/bin/sh
# The job of RaidLabTest, run inside User-mode Linux with its folder at /mnt: a mirror of two disks, of which one fails and comes back.
# Leaves there events.json, what upkeep says of it, and in mdstat-well and mdstat-ill what the kernel does.
set -eu
# shellcheck source=src/lab/programs/ledger.sh
. /mnt/ledger.sh

# There is no program for that in the machine: finit_module(2).
load() {
  python3 -c 'import ctypes, os, sys
if ctypes.CDLL(None, use_errno=True).syscall(313, os.open(sys.argv[1], os.O_RDONLY), b"", 0): sys.exit(os.strerror(ctypes.get_errno()))' "$1"
}

disk() {
  truncate --size=16M "/root/$1"
  losetup --find --show "/root/$1"
}

for module in loop md-mod raid1; do load "/mnt/modules/$module.ko"; done
mdadm=$(find /srv/lab/unpacked/mdadm -path '*/sbin/mdadm')
export MDADM_NO_UDEV=1
one=$(disk one)
other=$(disk other)
"$mdadm" --create /dev/md0 --run --level=1 --raid-devices=2 --metadata=1.2 --assume-clean "$one" "$other"
cp /proc/mdstat /mnt/mdstat-well

install -D /srv/lab/unpacked/monitoring-plugins-contrib/usr/lib/nagios/plugins/check_raid /usr/lib/nagios/plugins/check_raid
/mnt/install.sh /mnt/upkeep.deb
cp /mnt/raid.yaml /etc/upkeep/conf.d/
before=0
upkeep apply
for check in raid mdstat check-raid; do await "$check" OBSERVATION; done

before=$(newest)
"$mdadm" --fail /dev/md0 "$other"
cp /proc/mdstat /mnt/mdstat-ill
for check in raid mdstat check-raid; do await "$check" INCIDENT_OPENED; done
"$mdadm" --remove /dev/md0 "$other"
"$mdadm" --add /dev/md0 "$other"
for check in raid mdstat check-raid; do await "$check" INCIDENT_RESOLVED; done
ask Events sub '' 2000 true >/mnt/events.json
