#!/bin/bash
# Writes src/main/package/upkeepd.classes anew: what the daemon loads and the command does not, which the AOT cache is made of beside what
# the package's build finds by a run of the command. The JVM passes over what is no more, so an old list costs time and harms nothing.
#   src/lab/classes.sh PACKAGE
set -euo pipefail
cd "$(dirname "$0")/../.."
machine=classes-$$
trap 'src/lab/lab down "$machine"' EXIT
src/lab/lab up "$machine" trixie >/dev/null
src/lab/lab put "$machine" /root/upkeep.deb <"$1"
src/lab/lab put "$machine" /root/classes.sh 755 <src/lab/programs/classes.sh
src/lab/lab run "$machine" dpkg --install /root/upkeep.deb >&2
src/lab/lab run "$machine" /root/classes.sh
# Not what is made while it runs, nor (@cp) what hangs on the numbers in one version of a class file.
listed() {
  src/lab/lab run "$machine" cat "$1" | sed 's/ id: [0-9]*$//' | grep -vE '^#|^@cp | source:|Proxy[0-9]+$' | LC_ALL=C sort -u
}
# A build leaves out what hangs on chance in its own run, see aot-cache.sh; so that is listed whoever loads it.
LC_ALL=C comm -23 <(listed /root/daemon) <(listed /root/command | grep -vE '^java/(lang/Process|util/concurrent/)') >src/main/package/upkeepd.classes
wc -l src/main/package/upkeepd.classes
