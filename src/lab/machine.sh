# shellcheck shell=bash
# One booted machine: a systemd-nspawn container over a base, writable in memory only.
# Sourced by `lab`; needs LAB_HOME, LAB_SELF and base.sh.
#
# Who keeps whom alive:
#   lab hold -> keeper -> nspawn -> the machine's pid 1
# The keeper has a mount name space of its own, so that every mount goes away with the last process, whatever becomes of the script.
# It reads from a pipe that only `lab hold` writes to: when the holder ends in any way, also by SIGKILL, the keeper powers the machine off
# and removes what is left. If the keeper itself is killed, the kernel kills nspawn (parent death signal), which takes the machine along;
# the holder, or else the next `lab clean`, removes the folder and the control groups.
# The keeper holds a lock on the machine's folder: a folder without that lock is a left-over.

readonly BOOT_LIMIT=${LAB_BOOT_LIMIT:-90} STOP_LIMIT=${LAB_STOP_LIMIT:-20}   # seconds

# nspawn's exit status when the machine wants to be booted anew.
readonly REBOOT=133

# nsenter keeps the capabilities of the host's root: without this drop a test that sets the clock would set the host's clock.
readonly DROPPED=-sys_time,-sys_module,-sys_rawio,-syslog,-wake_alarm,-sys_pacct,-mac_admin,-mac_override,-block_suspend,-audit_read,-bpf,-perfmon,-checkpoint_restore,-ipc_lock

machine_folder() {
  [[ $1 =~ ^[a-z][a-z0-9-]{0,50}$ ]] || die "bad machine name '$1'" "a letter, then at most 50 letters, digits and dashes, all lower case"
  printf '%s/run/%s' "$LAB_HOME" "$1"
}

# A zombie counts as gone: the host's pid 1 may take its time to reap it.
alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

start_time() { awk '{ sub(/^.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null; }

# Takes the lock of a machine's folder into $lock, creating the folder; fails when a keeper has it.
lock_folder() {
  local folder=$1
  while :; do
    mkdir -p "$folder"
    exec {lock}<"$folder" || continue
    flock --nonblock "$lock" || { exec {lock}<&-; return 1; }
    # The folder may have been removed, and made again by another, between mkdir and flock.
    [ ! "$folder" -ef "/proc/$BASHPID/fd/$lock" ] || return 0
    exec {lock}<&-
  done
}

# ---- control groups -------------------------------------------------------------------------------------------------------------

# The cgroup trees that a container's systemd may use: version 2, and in a hybrid host the one of version 1 named systemd.
cgroup_trees() {
  if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo "0 /sys/fs/cgroup"
  else
    [ ! -d /sys/fs/cgroup/unified ] || echo "0 /sys/fs/cgroup/unified"
    [ ! -d /sys/fs/cgroup/systemd ] || echo "name=systemd /sys/fs/cgroup/systemd"
  fi
}

# The path of this process in a tree, from /proc/self/cgroup.
own_cgroup() {
  awk -F: -v tree="$1" '(tree == "0" ? $1 == "0" : $2 == tree) { path = $3 } END { print path == "/" ? "" : path }' "/proc/$BASHPID/cgroup"
}

# nspawn with --keep-unit builds its tree below its own group; machines started from the same group would share it, and mix their units.
make_cgroups() {
  local name=$1 folder=$2 tree root group
  while read -r tree root; do
    group=$root$(own_cgroup "$tree")
    echo "$group/upkeep-lab-$name" >>"$folder/cgroups"
    [ ! -d "$group/upkeep-lab-$name" ] || rmdir "$group/upkeep-lab-$name" || die "machine $name exists in another LAB_HOME"
    mkdir "$group/upkeep-lab-$name"
    if [ -d /run/systemd/system ] && [ "$tree" = 0 ]; then
      # A scope of our own (see start_keeper): controllers can be handed down once no process is in its top group.
      mkdir -p "$group/keeper"
      echo "$BASHPID" >"$group/keeper/cgroup.procs"
      sed 's/[^ ][^ ]*/+&/g' "$group/cgroup.controllers" >"$group/cgroup.subtree_control" 2>/dev/null || true
    fi
  done < <(cgroup_trees)
}

enter_cgroups() {
  local group
  while read -r group; do echo "$BASHPID" >"$group/cgroup.procs"; done <"$1/cgroups"
}

# Kills what still runs in the machine's groups, and removes them.
remove_cgroups() {
  local folder=$1 group process deadline=$((SECONDS + 10))
  [ -e "$folder/cgroups" ] || return 0
  while read -r group; do
    while [ -d "$group" ]; do
      while read -r process; do kill -KILL "$process" 2>/dev/null || true; done < <(find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null)
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ -d "$group" ] || break
      [ "$SECONDS" -lt "$deadline" ] || { echo "lab: cannot remove $group: it still has processes" >&2; return 1; }
      sleep 0.02
    done
  done <"$folder/cgroups"
}

remove_folder() { find "$1" -xdev -depth -delete; }

# ---- the keeper -----------------------------------------------------------------------------------------------------------------

# Starts `lab _keep ARGUMENTS` in a session and a mount name space of its own; under systemd also in a scope that delegates its groups to us.
start_keeper() {
  local before=()
  [ ! -d /run/systemd/system ] ||
    before=(systemd-run --quiet --scope --collect --property=Delegate=yes "--unit=upkeep-lab-$1-$BASHPID" --)
  exec setsid "${before[@]}" unshare --mount --propagation slave -- "$LAB_SELF" _keep "$@"
}

# Memory for everything the machine writes; the base below it stays as it is.
mount_root() {
  local name=$1 disk=$2 base=$3
  mount -t tmpfs -o "size=${LAB_DISK:-2g},mode=755" "upkeep-lab-$name" "$disk"
  mkdir -m 755 "$disk/upper" "$disk/work" "$disk/root"
  mount -t overlay -o "lowerdir=$base,upperdir=$disk/upper,workdir=$disk/work" "upkeep-lab-$name" "$disk/root" 2>/dev/null ||
    cp -a "$base/." "$disk/root/"   # a kernel without overlay
}

spawn() {
  local name=$1 folder=$2 root=$3 pressure=()
  shift 3
  # A container would show the host's pressure, which is whatever else runs there. A test may write files of its own. In the sandbox
  # of a service systemd 252 mounts a /proc of its own, in which they have to be put again.
  if [ -d /proc/pressure ]; then
    pressure=(--tmpfs=/proc/pressure)
    mkdir -p "$root/etc/systemd/system/upkeepd.service.d"
    printf '[Service]\nBindReadOnlyPaths=/proc/pressure\n' >"$root/etc/systemd/system/upkeepd.service.d/lab-pressure.conf"
  fi
  (
    exec {lock}<&-
    enter_cgroups "$folder"
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec setpriv --pdeathsig KILL systemd-nspawn --quiet --directory="$root" --boot --register=no --keep-unit \
      --private-network --machine="$name" --console=pipe --link-journal=no --timezone=off --resolv-conf=off \
      --system-call-filter="adjtimex clock_adjtime" "${pressure[@]}" "$@" </dev/null >"$folder/console.log" 2>&1
  ) &
  nspawn=$!
}

# Waits until the machine has booted; sets $leader, its pid 1, and $state.
await_boot() {
  local name=$1 folder=$2 deadline=$((SECONDS + BOOT_LIMIT)) image
  leader='' state=''
  while [ "$SECONDS" -lt "$deadline" ]; do
    alive "$nspawn" || { cat "$folder/console.log" >&2; die "machine $name ended while booting"; }
    if leader=$(pgrep -P "$nspawn" | head -n 1) && [ -n "$leader" ]; then
      image=$(readlink "/proc/$leader/exe" 2>/dev/null) || image=''
      if [[ $image == */lib/systemd/systemd ]]; then
        printf '%s %s\n' "$leader" "$(start_time "$leader")" >"$folder/leader.new"
        mv "$folder/leader.new" "$folder/leader"
        state=$(enter "$name" timeout "$BOOT_LIMIT" systemctl is-system-running --wait 2>/dev/null) || true
        case $state in running | degraded) return ;; esac
      fi
    fi
    sleep 0.02
  done
  cat "$folder/console.log" >&2
  die "machine $name did not boot within $BOOT_LIMIT s"
}

# Tells that the machine has booted, here and to `lab reboot`.
tell_ready() {
  local name=$1 folder=$2 suite=$3
  echo "READY name=$name suite=$suite pid=$leader state=$state root=/proc/$leader/root bus=unix:path=/proc/$leader/root/run/dbus/system_bus_socket" |
    tee "$folder/ready.new"
  mv "$folder/ready.new" "$folder/ready"
}

power_off() {
  local deadline=$((SECONDS + STOP_LIMIT))
  [ -z "${leader:-}" ] || kill -s RTMIN+4 "$leader" 2>/dev/null || true   # what systemd takes for `poweroff`
  while alive "$nspawn" && [ -n "${leader:-}" ] && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.02; done
  ! alive "$nspawn" || kill -KILL ${leader:+"$leader"} "$nspawn" 2>/dev/null || true
}

end_keeper() {
  trap '' TERM INT HUP
  [ -z "${nspawn:-}" ] || power_off
  # Out of the groups that are to be removed; the folder goes last, it is what a later `lab clean` would go by.
  umount -l "$folder/disk" 2>/dev/null || true
  remove_cgroups "$folder" || true
  remove_folder "$folder"
}

# keep NAME SUITE held|alone [NSPAWN-ARGUMENT..]: held ends with its standard input, alone by SIGTERM only.
keep() {
  local name=$1 suite=$2 manner=$3 base input=''
  folder=$(machine_folder "$name") nspawn=''
  shift 3
  lock_folder "$folder" || die "machine $name is already up"
  trap end_keeper EXIT
  trap exit TERM INT HUP
  echo "$BASHPID" >"$folder/keeper"
  base=$(unpacked_base "$suite")
  mkdir "$folder/disk"
  mount_root "$name" "$folder/disk" "$base"
  [ -z "${LAB_PREP:-}" ] || "$LAB_PREP" "$folder/disk/root" >&2
  make_cgroups "$name" "$folder"
  [ "$manner" = alone ] || { setpriv --pdeathsig KILL cat <&0 >/dev/null 2>&1 {lock}<&- & input=$!; }
  spawn "$name" "$folder" "$folder/disk/root" "$@"
  await_boot "$name" "$folder"
  tell_ready "$name" "$folder" "$suite"
  exec >>"$folder/keeper.log" 2>&1
  while await_end; do
    spawn "$name" "$folder" "$folder/disk/root" "$@"
    await_boot "$name" "$folder"
    tell_ready "$name" "$folder" "$suite"
  done
}

# Waits for the end of the machine or of the holder; true when the machine asks to be booted anew, by the status that is for that.
await_end() {
  local status=0
  wait -n "$nspawn" ${input:+"$input"} || status=$?
  [ "$status" = "$REBOOT" ]
}

# ---- commands -------------------------------------------------------------------------------------------------------------------

# Removes a machine whose keeper is dead; leaves a live one alone.
clean_one() {
  local folder=$1 lock=''
  [ -d "$folder" ] || return 0
  lock_folder "$folder" || return 0
  remove_cgroups "$folder" || true
  remove_folder "$folder"
  exec {lock}<&-
}

clean() {
  local folder
  for folder in "$LAB_HOME"/run/*/; do [ ! -d "$folder" ] || clean_one "${folder%/}"; done
}

prepare() {
  need_tools
  known_base "$2"
  clean_one "$(machine_folder "$1")"
  unpacked_base "$2" >/dev/null
}

# Boots a machine that stays up when this command has ended.
up() {
  local name=$1 suite=$2 line
  shift 2
  prepare "$name" "$suite"
  exec {output}< <(start_keeper "$name" "$suite" alone "$@" </dev/null)
  IFS= read -r line <&"$output" || die "machine $name did not come up"
  echo "$line"
}

# Boots a machine that lives until the standard input ends, or this process does.
hold() {
  local name=$1 suite=$2 keeper input output lifeline status=0
  shift 2
  prepare "$name" "$suite"
  exec {output}>&1
  coproc { start_keeper "$name" "$suite" held "$@" >&"$output" {output}>&-; }
  keeper=$COPROC_PID lifeline=${COPROC[1]}
  exec {output}>&-
  setpriv --pdeathsig KILL cat <&0 >/dev/null {lifeline}>&- &
  input=$!
  trap : TERM INT HUP
  wait -n "$keeper" "$input" || true
  kill "$input" 2>/dev/null || true
  exec {lifeline}>&-
  wait "$keeper" || status=$?
  clean_one "$(machine_folder "$name")"
  return "$status"
}

down() {
  local folder keeper lock=''
  folder=$(machine_folder "$1")
  [ -d "$folder" ] || return 0
  if ! lock_folder "$folder"; then
    keeper=$(cat "$folder/keeper" 2>/dev/null) || keeper=''
    [ -z "$keeper" ] || kill -TERM "$keeper" 2>/dev/null || true
    local deadline=$((SECONDS + STOP_LIMIT + 15))
    while [ -d "$folder" ] && ! lock_folder "$folder"; do
      [ "$SECONDS" -lt "$deadline" ] || die "machine $1 does not end" "its keeper is process $keeper"
      sleep 0.02
    done
  fi
  [ -z "$lock" ] || exec {lock}<&-
  clean_one "$folder"
}

# The machine's own way down, and up again on the same root; /run is empty then, as on any machine.
reboot() {
  local name=$1 folder before now deadline=$((SECONDS + STOP_LIMIT + BOOT_LIMIT))
  folder=$(machine_folder "$name")
  before=$(leader_of "$name")
  kill -s RTMIN+5 "$before"   # what systemd takes for `reboot`
  while now=$(cat "$folder/ready" 2>/dev/null) && [[ $now == *" pid=$before "* ]]; do
    [ "$SECONDS" -lt "$deadline" ] || die "machine $name did not boot anew within $((STOP_LIMIT + BOOT_LIMIT)) s"
    sleep 0.02
  done
  [ -n "$now" ] || die "machine $name ended instead of booting anew"
  echo "$now"
}

leader_of() {
  local folder process since
  folder=$(machine_folder "$1")
  { read -r process since <"$folder/leader"; } 2>/dev/null || die "no such machine: $1" "\`lab list\` names those that are up"
  [ "$since" = "$(start_time "$process")" ] || die "machine $1 has ended" "\`lab clean\` removes what is left of it"
  echo "$process"
}

# In all name spaces of the machine, as its root, in no unit's control group.
# The shell makes the process that enters the pid name space, not nsenter: nsenter stops itself when its child is stopped, which is what
# systemd does to all processes before it powers off, and then it never reaps the child that the power-off waits for.
# That shell itself is still in the host's pid name space. So no command may be a builtin of it: `kill 268` would be the host's 268.
enter() {
  local process
  process=$(leader_of "$1")
  shift
  # setpriv reads its own limits from /proc, by its process number. In the machine's /proc that is nobody's, or another process's.
  # shellcheck disable=SC2016 # expanded inside
  setpriv --bounding-set="$DROPPED" --inh-caps="$DROPPED" nsenter -t "$process" -m -p -u -i -n -C --no-fork -- \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "TERM=${LAB_TERM:-dumb}" SYSTEMD_PAGER= SYSTEMD_COLORS=0 \
    sh -c 'env -- "$@"; exit $?' lab "$@"
}

list() {
  local folder
  for folder in "$LAB_HOME"/run/*/; do
    [ ! -e "$folder/leader" ] || flock --nonblock "$folder" true || basename "$folder"
  done
}

# Standard input to a file of the machine. Through the machine's own eyes: from outside, an absolute link in it would lead into the host.
put() {
  local name=$1 path=$2 mode=${3:-644}
  # shellcheck disable=SC2016 # expanded inside
  enter "$name" sh -ec 'mkdir -p "$(dirname "$1")"; cat >"$1.lab-new"; chmod "$2" "$1.lab-new"; mv -f "$1.lab-new" "$1"' put "$path" "$mode"
}
