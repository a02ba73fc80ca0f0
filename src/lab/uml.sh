# shellcheck shell=bash
# User-mode Linux: a kernel as an ordinary process, for what a container cannot show (cgroup controllers, OOM kills, the clock).
# Sourced by `lab`; needs LAB_HOME and base.sh.

# Those of the kernel's modules that tests load: disks that are files, and mirrors of them.
readonly UML_MODULES=(loop md-mod raid1)

# Kernels before 6.13 have room for the registers of AVX-512 and no more: on processors with AMX all that they run is killed. Debian's
# unstable has a newer one, which needs a newer C library than this host may have.
is_kernel_too_old_here() { grep -qw amx_tile /proc/cpuinfo; }

# Sets where apt finds the package.
kernel_sources() {
  sources=()
  is_kernel_too_old_here || return 0
  mkdir -p "$1/lists/partial" "$1/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${LAB_MIRROR:-http://deb.debian.org/debian} sid main" >"$1/sources.list"
  sources=(-o "Dir::Etc::SourceList=$1/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$1/lists" -o "Dir::Cache=$1")
}

# Takes what is needed from Debian's package user-mode-linux; the package itself is not installed. Tests ask for it at the same time.
fetch_kernel() {
  [ -d "$LAB_HOME/uml-modules" ] || (
    flock 9
    [ -d "$LAB_HOME/uml-modules" ] || download_kernel 9>&-
  ) 9>"$LAB_HOME/.lock-uml"
}

download_kernel() {
  local work sources
  work=$(mktemp -d "$LAB_HOME/.uml.XXXXXX")
  chmod 755 "$work"   # apt downloads as a user of its own
  kernel_sources "$work/apt"
  if ! (cd "$work" && { apt-get download -q "${sources[@]}" user-mode-linux ||
      { apt-get update -q "${sources[@]}" && apt-get download -q "${sources[@]}" user-mode-linux; }; } &&
    dpkg-deb -x user-mode-linux_*.deb unpacked && mv unpacked/usr/bin/linux.uml "$LAB_HOME/linux.uml" && mkdir modules &&
    for module in "${UML_MODULES[@]}"; do find unpacked/usr/lib/uml/modules -name "$module.ko" -exec mv {} modules/ \; ; done &&
    mv -T modules "$LAB_HOME/uml-modules") >"$LAB_HOME/uml.log" 2>&1; then
    rm -rf "$work"
    cat "$LAB_HOME/uml.log" >&2
    die "cannot fetch the package user-mode-linux" "it is in the Debian archive; is the network there?"
  fi
  rm -rf "$work"
}

# The base as an ext4 image; machines write to a copy-on-write file beside it.
uml_image() {
  local suite=$1 folder image
  folder=$(unpacked_base "$suite")
  image=$LAB_HOME/uml-$(base_name "$suite").img
  if [ ! -e "$image" ]; then
    (
      flock 9
      if [ ! -e "$image" ]; then
        rm -f "$image.new"
        truncate -s "$(($(du -s --block-size=1M "$folder" | cut -f1) + 768))M" "$image.new"
        mkfs.ext4 -q -F -O ^has_journal -d "$folder" "$image.new" 9>&-
        mv "$image.new" "$image"
      fi
    ) 9>"$LAB_HOME/.lock-uml-$suite"
  fi
  echo "$image"
}

# Sets how the kernel is run for a suite, under which folder it finds what is on this host, and how a mount names that.
kernel_command() {
  kernel=("$LAB_HOME/linux.uml") under='' option=''
  if is_kernel_too_old_here; then
    local root
    root=$(unpacked_base trixie)
    # shellcheck disable=SC2016 # for the other shell
    kernel=(unshare --mount --propagation private sh -c 'mount --rbind / "$0/mnt" && mount --rbind /proc "$0/proc" && exec chroot "$0" "$@"'
      "$root" "/mnt$LAB_HOME/linux.uml")
    under=/mnt
    # mount(8) hands options over one by one since Debian 13, and such a kernel takes none without a name.
    [ "$1" = bookworm ] || option=hostfs=
  fi
}

# uml SUITE FOLDER: boots, runs FOLDER/job.sh as root with FOLDER at /mnt, powers off. Leaves out.txt, rc, console.log in FOLDER, and
# there the modules in modules/; ends with the job's exit status, or 1 with a message where there is none. A kernel that ends or
# stands still without a result of the job is booted once more, which is said on standard error.
uml() {
  local suite=$1 folder image work again status kernel under option
  known_base "$suite"
  folder=$(realpath "$2")
  [ -x "$folder/job.sh" ] || die "cannot run $folder/job.sh: not an executable file"
  [[ $folder != *[[:space:]]* ]] || die "cannot share '$folder': blanks in the path"
  need_tools
  fetch_kernel
  image=$(uml_image "$suite")
  kernel_command "$suite"
  work=$(mktemp -d /dev/shm/upkeep-lab-uml.XXXXXX)
  # shellcheck disable=SC2064 # the folder of now is meant
  trap "rm -rf '$work'" EXIT
  trap exit TERM INT HUP
  mkdir -p "$folder/modules"
  cp "$LAB_HOME"/uml-modules/*.ko "$folder/modules/"
  for again in "; booted once more" ""; do
    rm -rf "$folder/rc" "$folder/out.txt" "${work:?}"/*
    status=0
    TMPDIR=$under$work setpriv --pdeathsig KILL timeout --kill-after=5 "${LAB_TIMEOUT:-600}" "${kernel[@]}" \
      "mem=${LAB_MEMORY:-768M}" "uml_dir=$under$work" umid=lab "ubd0=$under$work/cow,$under$image" root=/dev/ubda rw quiet con=null \
      con0=null,fd:1 init=/lib/systemd/systemd systemd.mask=serial-getty@tty0.service systemd.mask=systemd-modules-load.service \
      "lab.host=$option$under$folder" </dev/null >"$folder/console.log" 2>&1 &
    wait $! || status=$?
    [ ! -e "$folder/rc" ] || return "$(cat "$folder/rc")"
    echo "lab: the job left no result (exit status $status of the kernel)$again" >&2
    tail -n 5 "$folder/console.log" "$folder/out.txt" >&2 || true
  done
  return 1
}
