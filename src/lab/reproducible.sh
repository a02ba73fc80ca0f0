# shellcheck shell=bash
# Whether the package is the same bytes when it is built again. Sourced by ./test, after common.sh.

# What of the environment must not be seen in a package: time zone, language, names, umask, number of jobs, the kernel's version.
build_elsewhere() {
  umask 0077
  build_deb_in "$1" env TZ=Pacific/Kiritimati LC_ALL=C LANG=de_DE.UTF-8 USER=somebody LOGNAME=somebody COLUMNS=40 DEB_BUILD_OPTIONS=parallel=1 \
    EXTRA_VARIABLE="$(printf '%0999d' 0)" setarch --uname-2.6
}

# Says which files of the two packages differ.
differences() {
  local side work
  work=$(mktemp -d)
  for side in "$@"; do
    mkdir "$work/${#side}"
    dpkg-deb --raw-extract "$side" "$work/${#side}/content"
    dpkg-deb --fsys-tarfile "$side" | tar --list --verbose --full-time --numeric-owner >"$work/${#side}/listing"
  done
  (cd "$work" && diff --recursive --brief ./*/content; diff ./*/listing) || true
  rm -rf "$work"
}

# The folder is the same, since paths of jars are in the AOT cache; Debian records it likewise (Build-Path of .buildinfo).
reproduce_deb() {
  local first again=target/again
  build_deb && first=$(deb_file) && rm -rf "$again" && mkdir -p "$again" && (build_elsewhere target/package) && mv target/package/upkeep_*.deb "$again/" &&
    rm -rf target/package || return 1
  if cmp "$first" "$again"/upkeep_*.deb; then sha256sum "$first"; rm -rf "$again"
  else differences "$first" "$again"/upkeep_*.deb; return 1; fi
}
