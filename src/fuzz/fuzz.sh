# shellcheck shell=bash
# What ./test --fuzz does: each target of upkeep.fuzz in a process of its own, guided by Jazzer. To be sourced after common.sh.

FUZZ_WORK=target/fuzz
FUZZ_CLASS_PATH=target/fuzz.classpath

# Seconds that one input may take, and the memory of one process.
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
  local family=$1 name=$2 seconds=$3
  mkdir -p "$FUZZ_WORK/findings/$name" "$FUZZ_WORK/logs"
  "$JAVA_HOME/bin/java" "-Xmx$FUZZ_HEAP" -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "target/test-classes:target/classes:$(<"$FUZZ_CLASS_PATH")" \
    com.code_intelligence.jazzer.Jazzer --target_class=upkeep.fuzz.Fuzzing "--target_args=$family $name" \
    '--instrumentation_includes=upkeep.**' '--instrumentation_excludes=upkeep.fuzz.**' '--custom_hook_includes=upkeep.**' \
    "--disabled_hooks=$FUZZ_HOOKS.RegexInjection:$FUZZ_HOOKS.RegexRoadblocks" \
    "--reproducer_path=$FUZZ_WORK/findings/$name" \
    "-artifact_prefix=$FUZZ_WORK/findings/$name/" "-max_total_time=$seconds" "-timeout=$FUZZ_SLOW" "-rss_limit_mb=$FUZZ_MEMORY_MB" \
    "-max_len=$FUZZ_LONGEST" -print_final_stats=1 "$FUZZ_WORK/corpus/$name" >"$FUZZ_WORK/logs/$name.log" 2>&1 </dev/null
}

# The last figure of a kind in the log of a target.
fuzz_figure() { { grep -oE "$2" "$FUZZ_WORK/logs/$1.log" || true; } | tail -n 1 | grep -oE '[0-9]+' | tail -n 1 || true; }

# A line about a target that has run: what it did, and whether something was found.
fuzz_told() {
  local name=$1 status=$2 found=none
  if [ "$status" != 0 ]; then
    found=$({ grep -m 1 -E '^(== Java Exception|==.*ERROR: libFuzzer|Exception in|Error:)' "$FUZZ_WORK/logs/$name.log" || echo "ended with $status"; } |
      sed -E 's/^== Java Exception: //' | cut -c 1-160)
  fi
  local runs rate coverage
  runs=$(fuzz_figure "$name" 'stat::number_of_executed_units: +[0-9]+|^#[0-9]+')
  rate=$(fuzz_figure "$name" 'exec/s: [0-9]+')
  coverage=$(fuzz_figure "$name" ' cov: [0-9]+')
  printf '%-22s %9s executions %7s/s  coverage %5s  findings: %s\n' "$name" "${runs:-0}" "${rate:-0}" "${coverage:-0}" "$found"
  [ "$status" = 0 ]
}

# One target after the other, as long as there are some in the list of names; the lines of all processes are short enough not to mix.
fuzz_one() {
  local status=0
  fuzz_target "$@" || status=$?
  fuzz_told "$2" "$status" || : >"$FUZZ_WORK/found"
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
  say "$# targets, $((seconds / 60)) min each, $(nproc) at a time"
  for name in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    fuzz_one "${family_of[$name]}" "$name" "$seconds" &
  done
  wait
  RAN=$# # for the summary of ./test
  [ ! -e "$FUZZ_WORK/found" ] || { say "the inputs are in $FUZZ_WORK/findings; docs/development.md says what becomes of them"; return 1; }
}
