#!/bin/sh
# install.sh PACKAGE: installs upkeep, and starts upkeepd once dpkg has ended. One that saw dpkg at work would leave all units to the
# scripts of packages for another half a minute, and whether it sees that is a matter of milliseconds.
set -eu
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
dpkg --install "$1"
rm /usr/sbin/policy-rc.d
systemctl start upkeepd.service
