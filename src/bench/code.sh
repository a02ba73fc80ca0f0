# shellcheck shell=bash
# Parts of the program by JMH, in this host's JDK with the options of upkeepd. Needs src/lab/common.sh.

readonly CODE_WORK=target/bench/code
# As src/main/launcher/runtime.sh and upkeepd have them: below some 3000 checks, and above.
readonly CODE_SMALL=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=24m -Xms8m -Xmx256m -XX:+UseCompactObjectHeaders -Xss256k)
readonly CODE_LARGE=(-XX:+UseG1GC -XX:G1HeapRegionSize=1m -XX:ParallelGCThreads=1 -XX:ConcGCThreads=1 -XX:ReservedCodeCacheSize=48m -Xms8m -Xmx256m
  -XX:+UseCompactObjectHeaders -Xss256k)

# JMH makes the code around each benchmark, which the rules of this project's compiler are not for.
code_build() {
  local libraries sources
  maven bench -q -Pbench compile dependency:build-classpath "-Dmdep.outputFile=$CODE_WORK/libraries" -Dmdep.includeScope=test &&
    libraries=$(<"$CODE_WORK/libraries") && mapfile -t sources < <(find src/bench/java -name '*.java') &&
    rm -rf "$CODE_WORK/classes" && mkdir -p "$CODE_WORK/classes" &&
    "$JAVA_HOME/bin/javac" -proc:full -processor org.openjdk.jmh.generators.BenchmarkProcessor -processorpath "$libraries" \
      -cp "target/classes:$libraries" -d "$CODE_WORK/classes" "${sources[@]}"
}

# code_run FILE OPTIONS-OF-THE-JVM ARGUMENT..: a JVM of its own for each benchmark.
code_run() {
  local file=$1 options=$2
  shift 2
  "$JAVA_HOME/bin/java" -cp "$CODE_WORK/classes:target/classes:$(<"$CODE_WORK/libraries")" org.openjdk.jmh.Main -rf json -rff "$file" -foe true -f 1 -t 1 \
    -prof gc -jvmArgs "$options" "$@"
}

# measure_code FILE [--quick]: the figures of the small JVM go to FILE, of the large one to FILE with -large in its name.
measure_code() {
  local file=$1 time=(-w 2 -i 5 -r 1) warm=2 long=5   # iterations to warm up: the full compiler takes longer
  [ -z "${2:-}" ] || { time=(-w 1 -i 2 -r 1) warm=1 long=1; }
  mkdir -p "$CODE_WORK" && code_build && code_run "$file" "${CODE_SMALL[*]}" "${time[@]}" -wi $warm &&
    code_run "${file%.json}-large.json" "${CODE_LARGE[*]}" "${time[@]}" -wi $long DecideBenchmark
}
