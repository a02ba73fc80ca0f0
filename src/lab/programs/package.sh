#!/bin/sh
# Makes the Debian package NAME with the service NAME.service in the present folder. Its scripts are those that debhelper writes for
# a service which must not run while its files are replaced; with "forget" the last one, which starts it again, is left out.
set -eu
name=$1
mkdir -p "$name/DEBIAN" "$name/usr/lib/systemd/system"
cat >"$name/DEBIAN/control" <<CONTROL
Package: $name
Version: 1
Architecture: all
Maintainer: lab <lab@localhost>
Description: a service that is stopped while its package is installed
CONTROL
printf '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n' >"$name/usr/lib/systemd/system/$name.service"
cat >"$name/DEBIAN/prerm" <<PRERM
#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop $name.service >/dev/null || true
fi
PRERM
# The pause stands for what large packages do here; it is longer than upkeepd takes to start what is down.
cat >"$name/DEBIAN/postinst" <<POSTINST
#!/bin/sh
set -e
deb-systemd-helper enable $name.service >/dev/null
if [ -d /run/systemd/system ]; then
  sleep 3
  systemctl --system daemon-reload >/dev/null || true
fi
POSTINST
if [ "${2:-}" != forget ]; then
  echo "deb-systemd-invoke start $name.service >/dev/null || true" >>"$name/DEBIAN/postinst"
fi
chmod 755 "$name/DEBIAN/prerm" "$name/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$name" "$name.deb"
