# shellcheck shell=sh
# Read by upkeep and upkeepd, which set $folder: where the parts of the program lie, which Java runs it, and how.
#
# The same launchers serve two layouts, and both may lie anywhere:
#   built      target/upkeep/bin      ../share/lib/*.jar           ../lib/native, ../lib/runtime
#   installed  /usr/lib/upkeep        ../../share/upkeep/*.jar     native, runtime

if [ -d "$folder/../share/lib" ]; then
  jars=$(readlink -f "$folder/../share/lib")
  lib=$(readlink -f "$folder/..")/lib
else
  jars=$(readlink -f "$folder/../../share/upkeep")
  lib=$folder
fi
oldest=25

fail() {
  echo "upkeep: error: cannot start: $1" >&2
  echo "  hint: $2" >&2
  exit 1
}

# Every JDK and JRE tells its version in a text file; asking `java -version` would cost a start of the JVM.
new_enough() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$major" ] && [ "$major" -ge "$oldest" ]
}

find_java() {
  home=$lib/runtime
  if [ -x "$home/bin/java" ]; then return; fi
  for home in "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/*; do
    if new_enough "$home"; then return; fi
  done
  fail "no Java $oldest or newer in JAVA_HOME (${JAVA_HOME:-not set}) nor below /usr/lib/jvm" \
    "install a JDK $oldest, or set JAVA_HOME to one"
}

# run_java CLASS JVM-OPTION... -- ARGUMENT...
run_java() {
  class=$1
  shift
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  [ -r "$jars/upkeep.jar" ] || fail "$jars/upkeep.jar is missing" "build it with 'mvn package', or install the package again"
  find_java
  # The cache fits one runtime and one class path. Where it does not fit, the JVM passes it over, and would say so at every start.
  if [ "$home" = "$lib/runtime" ] && [ -r "$lib/upkeep.aot" ]; then
    options="$options -XX:AOTCache=$lib/upkeep.aot -Xlog:disable"
  fi
  # Options meant for other Java programs would be announced on the standard error of this one.
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
  # Arguments and file names are UTF-8, whatever the caller's locale says; and programs started from here answer in English.
  export LC_ALL=C.UTF-8
  # One small heap, one collector thread, the quick compiler: upkeep guards machines that have other work to do. Of two that say
  # the same, the later option counts.
  case $options in *UseG1GC*) ;; *) options="-XX:+UseSerialGC $options" ;; esac
  # Base64 is decoded without AVX-512 (CVE-2026-114938, see security.md).
  # The options of $options hold no blanks, hence the unquoted list.
  # shellcheck disable=SC2086
  exec "$home/bin/java" -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=24m $options \
    -XX:+UnlockDiagnosticVMOptions -XX:AsyncDeflationInterval=10000 -XX:ServiceThreadCleanupInterval=10000 \
    -XX:-UseBASE64Intrinsics \
    -XX:+UseCompactObjectHeaders -Xss256k -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -XX:+ErrorFileToStderr \
    --enable-native-access=ALL-UNNAMED \
    "-Djffi.boot.library.path=$lib/native" \
    "-Dorg.sqlite.lib.path=$lib/native" -Dorg.sqlite.lib.name=libsqlitejdbc.so \
    -Dorg.freemarker.loggerLibrary=none -Djava.awt.headless=true \
    -cp "$jars/upkeep.jar" "$class" "$@"
}
