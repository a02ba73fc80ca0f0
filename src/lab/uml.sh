# shellcheck shell=bash
# User-mode Linux: a kernel as an ordinary process, for what a container cannot show (cgroup controllers, OOM kills, the clock).
# Sourced by `lab`; needs LAB_HOME and base.sh.

# Those of the kernel's modules that tests load: disks that are files, and mirrors of them.
readonly UML_MODULES=(loop md-mod raid1)

# Takes what is needed from Debian's package user-mode-linux; the package itself is not installed. Tests ask for it at the same time.
fetch_kernel() {
  [ -d "$LAB_HOME/uml-modules" ] || (
    flock 9
    [ -d "$LAB_HOME/uml-modules" ] || download_kernel 9>&-
  ) 9>"$LAB_HOME/.lock-uml"
}

download_kernel() {
  local work
  work=$(mktemp -d "$LAB_HOME/.uml.XXXXXX")
  chmod 755 "$work"   # apt downloads as a user of its own
  if ! (cd "$work" && { apt-get download -q user-mode-linux || { apt-get update -q && apt-get download -q user-mode-linux; }; } &&
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

# uml SUITE FOLDER: boots, runs FOLDER/job.sh as root with FOLDER at /mnt, powers off. Leaves out.txt, rc, console.log in FOLDER, and
# there the modules in modules/; ends with the job's exit status, or 1 with a message where there is none. A kernel that ends or
# stands still without a result of the job is booted once more, which is said on standard error.
uml() {
  local suite=$1 folder image work again status
  known_base "$suite"
  folder=$(realpath "$2")
  [ -x "$folder/job.sh" ] || die "cannot run $folder/job.sh: not an executable file"
  [[ $folder != *[[:space:]]* ]] || die "cannot share '$folder': blanks in the path"
  need_tools
  fetch_kernel
  image=$(uml_image "$suite")
  work=$(mktemp -d /dev/shm/upkeep-lab-uml.XXXXXX)
  # shellcheck disable=SC2064 # the folder of now is meant
  trap "rm -rf '$work'" EXIT
  trap exit TERM INT HUP
  mkdir -p "$folder/modules"
  cp "$LAB_HOME"/uml-modules/*.ko "$folder/modules/"
  for again in "; booted once more" ""; do
    rm -rf "$folder/rc" "$folder/out.txt" "${work:?}"/*
    status=0
    TMPDIR=$work setpriv --pdeathsig KILL timeout --kill-after=5 "${LAB_TIMEOUT:-600}" "$LAB_HOME/linux.uml" \
      "mem=${LAB_MEMORY:-768M}" "uml_dir=$work" umid=lab "ubd0=$work/cow,$image" root=/dev/ubda rw quiet con=null con0=null,fd:1 \
      init=/lib/systemd/systemd systemd.mask=serial-getty@tty0.service systemd.mask=systemd-modules-load.service \
      "lab.host=$folder" </dev/null >"$folder/console.log" 2>&1 &
    wait $! || status=$?
    [ ! -e "$folder/rc" ] || return "$(cat "$folder/rc")"
    echo "lab: the job left no result (exit status $status of the kernel)$again" >&2
    tail -n 5 "$folder/console.log" "$folder/out.txt" >&2 || true
  done
  return 1
}
