# shellcheck shell=bash
# What ./test --fuzz does: each target of upkeep.fuzz in a process of its own, guided by Jazzer. To be sourced after common.sh.

FUZZ_WORK=target/fuzz
FUZZ_CLASS_PATH=target/fuzz.classpath

# How many run at a time. More than processors each get less of these, which the lines about them tell.
FUZZ_JOBS=${FUZZ_JOBS:-$(nproc)}

# Seconds that one input may take where a process has a processor, and the memory of one process.
readonly FUZZ_SLOW=10 FUZZ_HEAP=512m FUZZ_MEMORY_MB=1536

# Inputs longer than that show nothing that shorter ones do not; the targets themselves repeat some up to 64 KiB.
readonly FUZZ_LONGEST=8192

# Of what Jazzer looks for beside exceptions, two do not fit: patterns come from whoever writes specs, so that nothing is injected by
# them; and the help it gives with regular expressions makes those a thousand times slower.
readonly FUZZ_HOOKS=com.code_intelligence.jazzer.sanitizers

fuzz_build() {
  maven fuzz -Pfuzz test-compile dependency:build-classpath -Dmdep.includeScope=test "-Dmdep.outputFile=$FUZZ_CLASS_PATH"
}

fuzz_java() { "$JAVA_HOME/bin/java" -cp "target/test-classes:target/classes:$(<"$FUZZ_CLASS_PATH")" "$@"; }

# Seeds and what was once found; prints families and names of the targets.
fuzz_seeds() { fuzz_java upkeep.fuzz.Fuzzing "$FUZZ_WORK/corpus"; }

# fuzz_target FAMILY NAME SECONDS: until time is over or something is found, with the output in a log file.
fuzz_target() {
  local family=$1 name=$2 seconds=$3 slow=$((FUZZ_SLOW * (FUZZ_JOBS + $(nproc) - 1) / $(nproc)))
  mkdir -p "$FUZZ_WORK/findings/$name" "$FUZZ_WORK/logs"
  "$JAVA_HOME/bin/java" "-Xmx$FUZZ_HEAP" -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "target/test-classes:target/classes:$(<"$FUZZ_CLASS_PATH")" \
    com.code_intelligence.jazzer.Jazzer --target_class=upkeep.fuzz.Fuzzing "--target_args=$family $name" \
    '--instrumentation_includes=upkeep.**' '--instrumentation_excludes=upkeep.fuzz.**' '--custom_hook_includes=upkeep.**' \
    "--disabled_hooks=$FUZZ_HOOKS.RegexInjection:$FUZZ_HOOKS.RegexRoadblocks" \
    "--reproducer_path=$FUZZ_WORK/findings/$name" \
    "-artifact_prefix=$FUZZ_WORK/findings/$name/" "-max_total_time=$seconds" "-timeout=$slow" "-rss_limit_mb=$FUZZ_MEMORY_MB" \
    "-max_len=$FUZZ_LONGEST" -print_final_stats=1 "$FUZZ_WORK/corpus/$name" >"$FUZZ_WORK/logs/$name.log" 2>&1 </dev/null
}

# The last figure of a kind in the log of a target.
fuzz_figure() { { grep -aoE "$2" "$FUZZ_WORK/logs/$1.log" || true; } | tail -n 1 | grep -oE '[0-9]+' | tail -n 1 || true; }

# A line about a target that has run: what it did, and whether something was found.
fuzz_told() {
  local name=$1 status=$2 processor=$3 found=none
  if [ "$status" != 0 ]; then
    found=$({ grep -a -m 1 -E '^(== Java Exception|==.*ERROR: libFuzzer|Exception in|Error:)' "$FUZZ_WORK/logs/$name.log" || echo "ended with $status"; } |
      sed -E 's/^== Java Exception: //' | cut -c 1-160)
  fi
  local runs rate coverage
  runs=$(fuzz_figure "$name" 'stat::number_of_executed_units: +[0-9]+|^#[0-9]+')
  rate=$(fuzz_figure "$name" 'exec/s: [0-9]+')
  coverage=$(fuzz_figure "$name" ' cov: [0-9]+')
  printf '%-22s %9s executions %7s/s %5s s of processor  coverage %5s  findings: %s\n' \
    "$name" "${runs:-0}" "${rate:-0}" "$processor" "${coverage:-0}" "$found"
  [ "$status" = 0 ]
}

# One target, in a subshell of its own, so that its children's time is that of the target; the lines of all are short enough not to mix.
fuzz_one() {
  # Not in the substitution, which is a process of its own.
  local status=0 processor self=$BASHPID
  fuzz_target "$@" || status=$?
  processor=$(awk '{ print int(($16 + $17) / '"$(getconf CLK_TCK)"') }' "/proc/$self/stat")
  fuzz_told "$2" "$status" "$processor" || : >"$FUZZ_WORK/found"
}

# fuzz_ring MINUTES [TARGET..]: 1 if anything was found.
fuzz_ring() {
  local seconds=$(($1 * 60)) family name names
  local -A family_of
  shift
  step "build" fuzz_build || return 1
  rm -rf "$FUZZ_WORK/findings" "$FUZZ_WORK/logs" "$FUZZ_WORK/found"
  mkdir -p "$FUZZ_WORK"
  while read -r family name; do family_of[$name]=$family; done < <(fuzz_seeds)
  if [ $# = 0 ]; then
    mapfile -t names < <(printf '%s\n' "${!family_of[@]}" | sort)
    set -- "${names[@]}"
  fi
  for name in "$@"; do
    [ -n "${family_of[$name]:-}" ] || { say "no target is called $name; there are:" "${!family_of[@]}"; return 1; }
  done
  say "$# targets, $((seconds / 60)) min each, $FUZZ_JOBS at a time on $(nproc) processors"
  for name in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$FUZZ_JOBS" ]; do wait -n || true; done
    fuzz_one "${family_of[$name]}" "$name" "$seconds" &
  done
  wait
  RAN=$# # for the summary of ./test
  [ ! -e "$FUZZ_WORK/found" ] || { say "the inputs are in $FUZZ_WORK/findings; docs/development.md says what becomes of them"; return 1; }
}
