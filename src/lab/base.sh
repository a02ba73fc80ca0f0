# shellcheck shell=bash
# The root file systems that lab machines boot from: built once, kept as a tar archive, unpacked on first use.
# Sourced by `lab`; needs LAB_HOME, LAB_SOURCE and LAB_SELF.

readonly LAB_SUITES=(bookworm trixie)

# Units that a container has no use for, or that make the boot slower or less predictable.
readonly MASKED_UNITS=(
  getty@tty1.service console-getty.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer
  e2scrub_all.timer fstrim.timer logrotate.timer man-db.timer systemd-tmpfiles-clean.timer dev-hugepages.mount
  ldconfig.service systemd-journal-catalog-update.service systemd-networkd-wait-online.service
)
# Tests start these when they need them.
readonly DISABLED_UNITS=(chrony chrony-wait monit nginx postgresql postgresql@ rsyslog e2scrub_reap)

# Packages that a machine keeps as files in /srv/lab/packages, for it has no network to install them from once more.
readonly KEPT_PACKAGES=(chrony)

# Packages that lie unpacked in /srv/lab/unpacked/NAME: of each a test needs a program, and none of what it would bring with it.
readonly UNPACKED_PACKAGES=(exim4-daemon-light mdadm monitoring-plugins-contrib)

# Packages of which a machine has the unit files alone, in /srv/lab/unit-files/PACKAGE: what is read and adopted need not be installed.
readonly UNIT_FILES_OF=(
  apache2 containerd cron docker.io haproxy mariadb-server openssh-server prometheus prometheus-alertmanager
  prometheus-node-exporter redis-server systemd-container systemd-coredump systemd-homed systemd-journal-remote systemd-oomd
  systemd-resolved systemd-timesyncd systemd-userdbd udev unbound
)

# Files that a machine does not need, kept out while building: a third of the size.
readonly LEFT_OUT=(/usr/share/doc /usr/share/man /usr/share/locale /usr/share/info /usr/share/lintian)

# A base is a suite as such, or `servers`, see servers.sh.
known_base() {
  local base
  for base in "${LAB_SUITES[@]}" servers; do [ "$base" != "$1" ] || return 0; done
  die "unknown base $1" "known are: ${LAB_SUITES[*]} servers"
}

# The names in a package list, from standard input.
listed() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d'; }

base_packages() {
  if [ -n "${LAB_PACKAGES:-}" ]; then tr ',[:blank:]' '\n' <<<"$LAB_PACKAGES"; else cat "$LAB_SOURCE/packages"; fi | listed
}

# The name of a base says what went into it: suite, package list and the functions that build it.
base_name() {
  local recipe
  [ "$1" != servers ] || { servers_name; return; }
  recipe=$({ base_packages; declare -p MASKED_UNITS DISABLED_UNITS KEPT_PACKAGES UNPACKED_PACKAGES UNIT_FILES_OF LEFT_OUT; declare -f bootstrap download keep_packages keep_unit_files shrink configure configure_chrony configure_uml; } | sha256sum)
  printf '%s-%s' "$1" "${recipe:0:12}"
}

base_archive() { printf '%s/%s.tar.zst' "$LAB_HOME" "$(base_name "$1")"; }
base_folder() { printf '%s/%s' "$LAB_HOME" "$(base_name "$1")"; }

mirror() {
  if [ -n "${LAB_MIRROR:-}" ]; then printf '%s\n' "$LAB_MIRROR"; return; fi
  # shellcheck disable=SC2016 # apt expands these
  { apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 2>/dev/null || true; } |
    awk '$2 == "Debian" && $3 == "Debian" && !uri { uri = $1 } END { print uri ? uri : "http://deb.debian.org/debian" }'
}

bootstrap() {
  local suite=$1 root=$2 list folder
  list=$(base_packages | paste -sd,)
  if command -v mmdebstrap >/dev/null; then
    local options=()
    for folder in "${LEFT_OUT[@]}"; do options+=("--dpkgopt=path-exclude=$folder/*"); done
    mmdebstrap --quiet --variant=minbase --mode=root --skip=cleanup/apt "${options[@]}" --include="$list" "$suite" "$root" "$(mirror)"
    rm -f "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
  else
    debootstrap --variant=minbase "$suite" "$root" "$(mirror)"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    mount -t proc proc "$root/proc"
    tr , '\n' <<<"$list" | DEBIAN_FRONTEND=noninteractive xargs chroot "$root" apt-get install -y -q --no-install-recommends ||
      { umount "$root/proc"; return 1; }
    umount "$root/proc"
    rm -f "$root/usr/sbin/policy-rc.d"
    for folder in "${LEFT_OUT[@]}"; do find "$root$folder" -mindepth 1 -delete; done
  fi
}

# download ROOT PACKAGE..: into the present folder. With the host's apt, whose network settings are right, and what the root knows.
download() {
  local root=$1
  shift
  apt-get -o Dir::Etc="$root/etc/apt" -o Dir::State="$root/var/lib/apt" -o Dir::State::status="$root/var/lib/dpkg/status" \
    -o Dir::Cache="$root/var/cache/apt" -o APT::Sandbox::User=root download -q "$@"
}

# Before `shrink` removes what apt knows of the archive.
keep_packages() {
  local root=$1 folder=$1/srv/lab/packages unpacked=$1/srv/lab/unpacked package
  mkdir -p "$folder" "$unpacked"
  (cd "$folder" && download "$root" "${KEPT_PACKAGES[@]}")
  chmod 644 "$folder"/*
  (cd "$unpacked" && download "$root" "${UNPACKED_PACKAGES[@]}")
  for package in "${UNPACKED_PACKAGES[@]}"; do
    dpkg-deb --extract "$unpacked/$package"_*.deb "$unpacked/$package"
    rm "$unpacked/$package"_*.deb
  done
}

# One after the other, since some are large.
keep_unit_files() {
  local root=$1 folder=$1/srv/lab/unit-files package
  for package in "${UNIT_FILES_OF[@]}"; do
    mkdir -p "$folder/$package"
    (cd "$folder" && download "$root" "$package")
    dpkg-deb --fsys-tarfile "$folder/$package"_*.deb | tar -C "$folder/$package" -x --wildcards './*lib/systemd/*.*'
    rm "$folder/$package"_*.deb
  done
}

# PostgreSQL's just-in-time compiler brings LLVM, which is as large as the rest of the machine; it works without.
shrink() {
  local root=$1
  chroot "$root" apt-get clean
  find "$root/var/lib/apt/lists" "$root/var/cache/apt" -mindepth 1 -delete
  find "$root/usr/lib" \( -name 'libLLVM*' -o -name 'llvmjit*' -o -name 'libz3.so*' \) -delete
  rm -rf "$root"/usr/lib/postgresql/*/lib/bitcode "$root"/var/log/*.log "$root"/var/log/apt
  find "$root/tmp" "$root/run" -mindepth 1 -delete
}

# A container may not set the clock, and has no network: chronyd serves its own time, as a server that is synchronised.
configure_chrony() {
  local root=$1
  mkdir -p "$root/etc/systemd/system/chrony.service.d"
  printf '[Unit]\nConditionCapability=\n' >"$root/etc/systemd/system/chrony.service.d/lab.conf"
  printf 'DAEMON_OPTS="-F 0 -x"\n' >"$root/etc/default/chrony"
  printf 'local stratum 8\nallow 127.0.0.0/8\nallow ::1\ndriftfile /var/lib/chrony/chrony.drift\n' >"$root/etc/chrony/chrony.conf"
}

# What `lab uml` runs: inert in a container, since the kernel command line there is the host's.
configure_uml() {
  local root=$1 units=$1/etc/systemd/system
  cat >"$root/usr/local/sbin/lab-job" <<'JOB'
#!/bin/sh
mount -t hostfs none /mnt -o "$(sed -n 's/.*lab\.host=\([^ ]*\).*/\1/p' /proc/cmdline)" || exit 1
cd /mnt || exit 1
./job.sh >out.txt 2>&1
echo $? >rc
JOB
  chmod 755 "$root/usr/local/sbin/lab-job"
  # Type=exec, so that `systemctl is-system-running --wait` in the job does not wait for the job itself.
  cat >"$units/lab-job.service" <<'UNIT'
[Unit]
ConditionKernelCommandLine=lab.host
After=dbus.service
SuccessAction=poweroff
FailureAction=poweroff
[Service]
Type=exec
ExecStart=/usr/local/sbin/lab-job
UNIT
  mkdir -p "$units/multi-user.target.wants"
  ln -s ../lab-job.service "$units/multi-user.target.wants/"
}

configure() {
  local root=$1 unit
  for unit in "${DISABLED_UNITS[@]}"; do chroot "$root" systemctl --quiet disable "$unit.service" 2>/dev/null || true; done
  for unit in "${MASKED_UNITS[@]}"; do ln -sfn /dev/null "$root/etc/systemd/system/$unit"; done
  configure_chrony "$root"
  configure_uml "$root"
  echo lab >"$root/etc/hostname"
  printf '127.0.0.1 localhost lab\n::1 localhost\n' >"$root/etc/hosts"
  # An empty machine-id makes each boot a new machine, with an empty journal.
  : >"$root/etc/machine-id"
  rm -f "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id"
  touch "$root/etc/.updated" "$root/var/.updated"
}

build_suite() {
  local suite=$1 root=$2
  bootstrap "$suite" "$root"
  keep_packages "$root"
  keep_unit_files "$root"
  configure "$root"
  shrink "$root"
}

build_base() {
  local base=$1 archive=$2 work
  work=$(mktemp -d "$LAB_HOME/.building-$base.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now is meant
  trap "umount -q '$work/root/proc' 2>/dev/null || true; rm -rf '$work'" EXIT
  mkdir -m 755 "$work/root"
  if [ "$base" = servers ]; then build_servers "$work/root"; else build_suite "$base" "$work/root"; fi
  tar -C "$work/root" --numeric-owner --xattrs -I 'zstd -6 -T0' -cf "$work/archive" .
  mv "$work/archive" "$archive"
}

# Builds a base unless it is there already; prints the path of the archive.
base() {
  local base=$1 archive log
  known_base "$base"
  archive=$(base_archive "$base")
  log=$LAB_HOME/$base.log
  if [ ! -e "$archive" ]; then
    (
      flock 9
      if [ ! -e "$archive" ]; then
        need_tools
        # A process of its own, because the shell ignores `set -e` in what stands before ||.
        "$LAB_SELF" _build "$base" "$archive" >"$log" 2>&1 9>&- ||
          { tail -n 20 "$log" >&2; die "cannot build the base $base" "the whole log is $log"; }
      fi
    ) 9>"$LAB_HOME/.lock-$base"
  fi
  echo "$archive"
}

# Unpacks a base unless that is done; prints the folder, which nobody may write to.
unpacked_base() {
  local base=$1 folder archive
  archive=$(base "$base")
  folder=$(base_folder "$base")
  if [ ! -d "$folder" ]; then
    (
      flock 9
      if [ ! -d "$folder" ]; then
        rm -rf "$folder.new"
        mkdir -m 755 "$folder.new"
        tar -C "$folder.new" --numeric-owner --xattrs -I zstd -xf "$archive" 9>&-
        mv "$folder.new" "$folder"
      fi
    ) 9>"$LAB_HOME/.lock-$base"
  fi
  echo "$folder"
}

# Removes bases that the present recipe does not name. Not for use while another checkout runs machines.
prune() {
  local base file
  for base in "${LAB_SUITES[@]}" servers; do
    for file in "$LAB_HOME/$base-"* "$LAB_HOME/uml-$base-"*; do
      case $file in *"$(base_name "$base")"*) ;; *) rm -rf "$file" ;; esac
    done
    rm -rf "$LAB_HOME/.building-$base."*
  done
}
