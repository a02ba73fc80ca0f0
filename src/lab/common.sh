# shellcheck shell=bash
# What ./test and ./try share: tools, the JDK, Maven, the package, progress lines. To be sourced with `set -euo pipefail` from the
# project's root folder.

readonly LAB=src/lab/lab
LAB_HOME=${LAB_HOME:-/var/cache/upkeep-lab}
LOGS=target/logs
export LAB_HOME

# Debian packages, by what needs them. The only list of them.
readonly BUILD_PACKAGES=(maven ca-certificates)
readonly COMPILER_PACKAGES=(gcc libc6-dev make)
readonly SHELL_PACKAGES=(zsh fish)
readonly PACKAGE_PACKAGES=(dpkg-dev debhelper binutils zip "${COMPILER_PACKAGES[@]}")
readonly LINTIAN_PACKAGES=(lintian)
readonly LAB_PACKAGE_LIST=(systemd-container mmdebstrap zstd util-linux procps e2fsprogs)
readonly AUTOPKGTEST_PACKAGES=(autopkgtest)
readonly TRY_PACKAGES=(jq)
readonly JDK_PACKAGE=openjdk-25-jdk-headless JDK_LEAST=25

MISSING=()   # what could not be had; one line each, for people

# ---- progress -------------------------------------------------------------------------------------------------------------------

say() { printf '%s\n' "$@"; }

# What is missing, and what is not tested or done for it.
note_missing() { MISSING+=("$1"); say "  missing: $1"; }

# Shows on one line how long a step has taken so far; a line every 30 s where the output is no terminal.
tick() {
  local title=$1 start=$SECONDS last=0
  # $$ is the script itself: when that is killed, nobody else would end this.
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    if [ -t 1 ]; then printf '\r%-44s %4d s ' "$title" "$((SECONDS - start))"
    elif [ $((SECONDS - start - last)) -ge 30 ]; then last=$((SECONDS - start)); printf '  ... %s, %d s\n' "$title" "$last"; fi
  done
}

# Where the output of a step goes.
log_of() { say "$LOGS/$(tr -c '[:alnum:]\n' - <<<"$1").log"; }

# step TITLE COMMAND [ARG..]: runs it with the output in a log file, says how long it took, shows the log's end when it fails.
# COMMAND must not rely on `set -e`, which the shell ignores in a condition: let each function end in its last vital command, with &&.
step() {
  local title=$1 log start=$SECONDS status=0 ticker
  shift
  mkdir -p "$LOGS"
  log=$(log_of "$title")
  tick "$title" &
  ticker=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ ! -t 1 ] || printf '\r'
  if [ "$status" = 0 ]; then printf '%-44s %4d s  ok\n' "$title" "$((SECONDS - start))"
  else
    printf '%-44s %4d s  FAILED (%d)\n' "$title" "$((SECONDS - start))" "$status"
    grep -v '^WARNING: ' "$log" | tail -n 40 | sed 's/^/  | /' || true
    say "  the whole log: $log"
  fi
  return "$status"
}

# ---- tools ----------------------------------------------------------------------------------------------------------------------

is_root() { [ "$(id -u)" = 0 ]; }

# Those of the given Debian packages that are not installed.
not_installed() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || say "$package"
  done
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends "$@" && return
  apt-get update -q && apt-get install -y -q --no-install-recommends "$@"
}

# ensure_packages PURPOSE PACKAGE..: installs what is missing where that is possible; otherwise notes what it keeps from being done.
ensure_packages() {
  local purpose=$1 wanted
  shift
  mapfile -t wanted < <(not_installed "$@")
  [ ${#wanted[@]} -gt 0 ] || return 0
  if is_root && step "install ${wanted[*]}" apt_install "${wanted[@]}"; then return; fi
  note_missing "$purpose: Debian packages ${wanted[*]} (as root: apt-get install ${wanted[*]})"
  return 1
}

# The feature release of a JDK with a compiler, or nothing.
jdk_release() { [ ! -x "$1/bin/javac" ] || sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }

find_jdk() {
  local home release
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -n "$home" ] || continue
    release=$(jdk_release "$home")
    if [ "${release:-0}" -ge "$JDK_LEAST" ]; then say "$home"; return; fi
  done
  return 1
}

# Sets JAVA_HOME to a JDK that is new enough, installing one where Debian has it.
ensure_jdk() {
  local home
  if ! home=$(find_jdk); then
    if is_root && apt-get install -s -q "$JDK_PACKAGE" >/dev/null 2>&1; then step "install $JDK_PACKAGE" apt_install "$JDK_PACKAGE" || true; fi
    home=$(find_jdk) || {
      note_missing "everything: a JDK $JDK_LEAST or newer in JAVA_HOME or /usr/lib/jvm. Debian 13 has $JDK_PACKAGE; for Debian 12 take Temurin $JDK_LEAST (package temurin-$JDK_LEAST-jdk of packages.adoptium.net, or its tar archive unpacked in /usr/lib/jvm)"
      return 1
    }
  fi
  export JAVA_HOME=$home
}

ensure_build_tools() { ensure_packages build "${BUILD_PACKAGES[@]}" && ensure_jdk; }
# For tests of what is written in C; the others go on without.
ensure_compiler() { ensure_packages "tests of upkeep-gate" "${COMPILER_PACKAGES[@]}"; }
ensure_shells() { ensure_packages "tests of completion by zsh and fish" "${SHELL_PACKAGES[@]}"; }
ensure_package_tools() { ensure_packages "the Debian package" "${PACKAGE_PACKAGES[@]}"; }
# The lab test that runs debian/tests fails without; ./try and ./bench do not need it.
ensure_autopkgtest() { ensure_packages "the package's own tests" "${AUTOPKGTEST_PACKAGES[@]}"; }
ensure_lintian() { ensure_packages "lintian's judgement of the package" "${LINTIAN_PACKAGES[@]}"; }

ensure_lab_tools() {
  is_root || { note_missing "the lab: root, to boot systemd containers"; return 1; }
  ensure_packages "the lab" "${LAB_PACKAGE_LIST[@]}" || return 1
  local problems
  problems=$("$LAB" need 2>&1) || { note_missing "the lab: $(tail -n +2 <<<"$problems" | paste -sd';')"; return 1; }
}

# ---- Maven ----------------------------------------------------------------------------------------------------------------------

digest() { sha256sum | cut -c1-16; }

# Once a build with this pom.xml has fetched everything, Maven is kept off the network: faster, and it works without one.
maven_mark() { say "target/.fetched-$1-$(digest <pom.xml)"; }

# maven KIND ARG..: KIND names the set of plugins used, for the mark.
maven() {
  local kind=$1 mark offline=()
  shift
  mark=$(maven_mark "$kind")
  [ ! -e "$mark" ] || offline=(--offline)
  mvn --batch-mode --no-transfer-progress "${offline[@]}" "$@" && mkdir -p target && touch "$mark"
}

# ---- the Debian package ---------------------------------------------------------------------------------------------------------

package_sources() {
  local path
  for path in pom.xml src/main templates presets units yaml-examples docs debian README.md CHANGELOG.md LICENSE; do
    [ ! -e "$path" ] || find "$path" \( -type f -o -type l \) ! -path 'debian/upkeep/*' ! -path 'debian/.debhelper/*' ! -name '*.debhelper' ! -name '*.debhelper.log' \
      ! -name '*.substvars' ! -name debhelper-build-stamp ! -path debian/files -print0
  done
}

package_key() { { package_sources | LC_ALL=C sort -z | xargs -0 sha256sum; sed -n 1,2p "$JAVA_HOME/release"; } | digest; }

# The path of the package, once build_deb has made it.
deb_file() { local deb=(target/upkeep_*.deb); [ -e "${deb[0]}" ] && realpath "${deb[0]}"; }

# build_deb_in FOLDER [COMMAND..]: builds the package in a copy of the sources below FOLDER, and leaves it in FOLDER. COMMAND starts what it
# is given in another environment. Not with --offline: the bill of materials is left out then. Without a network it works all the same, once
# everything has been fetched.
build_deb_in() {
  local work=$1
  shift
  rm -rf "$work" && mkdir -p "$work/source" &&
    package_sources | tar -c --null -T - | tar -x -C "$work/source" &&
    (cd "$work/source" && "$@" dpkg-buildpackage -b -us -uc)
}

# Builds the Debian package, unless target/ has the one of exactly these sources.
build_deb() {
  local key work=target/package
  key=$(package_key)
  if [ "$(cat target/.package-key 2>/dev/null)" = "$key" ] && deb_file >/dev/null; then say "package: up to date"; return; fi
  rm -f target/upkeep_*.deb && build_deb_in "$work" && mv "$work"/upkeep_*.deb target/ && rm -rf "$work" && say "$key" >target/.package-key
}

# Left unsaid: which overrides are needed depends on the JDK inside and on lintian's version; and only Debian 12's lintian asks for init
# scripts, while Debian 13's takes an override of that for an error.
readonly LINTIAN_UNSAID='unused-override|package-supports-alternative-init-but-no-init\.d-script'

# What lintian says of the package; anything is a failure.
judge_deb() {
  local said
  said=$(LC_ALL=C.UTF-8 lintian --no-cfg --allow-root --quiet --display-info "$(deb_file)" 2>&1 | grep -vE "^I: upkeep: ($LINTIAN_UNSAID) ") || true
  [ -z "$said" ] || { say "$said"; return 1; }
  say "lintian: nothing"
}

# ---- the lab --------------------------------------------------------------------------------------------------------------------

# Root file systems of the machines, all or those that are named; at once where they are there.
ensure_bases() { "$LAB" base "$@"; }
