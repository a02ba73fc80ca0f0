# shellcheck shell=bash
# The base `servers`: that of Debian 13 with the packages of servers/packages in it, for the tests of what upkeep says to servers.
# Sourced by `lab`; needs LAB_SOURCE and base.sh.

# Packages that lie unpacked in /srv/lab/unpacked/NAME, since they cannot be installed beside those of the list. What they depend on is there.
readonly UNPACKED_SERVERS=(opensmtpd)

servers_packages() { listed <"$LAB_SOURCE/servers/packages"; }

servers_name() {
  local recipe
  recipe=$({ base_name trixie; servers_packages; declare -p UNPACKED_SERVERS; declare -f build_servers install_servers unpack_servers; } | sha256sum)
  printf 'servers-%s' "${recipe:0:12}"
}

# The units that are started at boot.
wanted_units() { (cd "$1/etc/systemd/system" && find . -path '*.wants/*' -type l | LC_ALL=C sort); }

build_servers() {
  local root=$1 wanted unit
  tar -C "$root" --numeric-owner --xattrs -I zstd -xf "$(base trixie)"
  wanted=$(wanted_units "$root")
  install_servers "$root"
  unpack_servers "$root"
  # What the packages want to have started waits for the tests.
  while read -r unit; do rm "$root/etc/systemd/system/$unit"; done < <(LC_ALL=C comm -13 - <(wanted_units "$root") <<<"$wanted")
  shrink "$root"
  : >"$root/etc/machine-id"
  touch "$root/etc/.updated" "$root/var/.updated"
}

# The host's apt fetches, whose network settings are right; the one inside installs.
install_servers() {
  local root=$1 folder packages
  local fetch=(apt-get -q -o "Dir::Etc=$root/etc/apt" -o "Dir::State=$root/var/lib/apt" -o "Dir::State::status=$root/var/lib/dpkg/status"
    -o "Dir::Cache=$root/var/cache/apt" -o APT::Sandbox::User=root)
  local install=(apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Options::=--force-confold)
  for folder in "${LEFT_OUT[@]}"; do install+=(-o "Dpkg::Options::=--path-exclude=$folder/*"); done
  mapfile -t packages < <(servers_packages)
  mkdir -p "$root/var/lib/apt/lists/partial" "$root/var/cache/apt/archives/partial" "$root/etc/news"
  # The scripts of inn2 want a domain to be known, which a machine without a network has not.
  printf 'domain: example.org\npathhost: news.example.org\n' >"$root/etc/news/inn.conf"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  "${fetch[@]}" update
  "${fetch[@]}" install -y --no-install-recommends --download-only "${packages[@]}"
  mount -t proc proc "$root/proc"
  DEBIAN_FRONTEND=noninteractive chroot "$root" "${install[@]}" --no-download "${packages[@]}" || { umount "$root/proc"; return 1; }
  umount "$root/proc"
  rm -f "$root/usr/sbin/policy-rc.d"
}

# Before `shrink` removes what apt knows of the archive.
unpack_servers() {
  local root=$1 folder=$1/srv/lab/unpacked package
  (cd "$folder" && download "$root" "${UNPACKED_SERVERS[@]}")
  for package in "${UNPACKED_SERVERS[@]}"; do
    dpkg-deb --extract "$folder/$package"_*.deb "$folder/$package"
    rm "$folder/$package"_*.deb
  done
}
