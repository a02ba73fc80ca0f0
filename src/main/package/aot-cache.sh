#!/bin/sh
# Makes the AOT cache of the installed program, the same bytes each time. Called by debian/rules:
#   aot-cache.sh FOLDER WORK CLOCK ARGUMENT..   FOLDER is /usr/lib/upkeep in the package, WORK a folder for what is in between, CLOCK
#                                               the library still-clock.so, the arguments are those of the run that trains
# A cache that the JVM makes in one go (-XX:AOTCacheOutput) is another one each time: it keeps the order in which threads happened to
# load classes, times and addresses. So a first run lists the classes and what is resolved in them, in one thread and interpreted;
# the list is put into an order; and the JVM makes the cache of the list alone, at fixed addresses, while its clock stands still.
# The cache holds the paths of the jars as they are now. That does no harm where it is used, but the same bytes need the same folder.
set -eu
folder=$1 work=$2 clock=$3
shift 3
export folder TZ=UTC
rm -f "$folder/upkeep.aot"
# shellcheck source=src/main/launcher/runtime.sh
. "$folder/runtime.sh"
readonly ALONE='-Xint -Xms256m -Xmx256m -Xmn200m -XX:ActiveProcessorCount=1'

# What hangs on chance: the parts of java.util.concurrent that wait, whether the random name of a temporary file is of a negative number, and
# whether eight keys of a map meet in one place, by hash codes that the JVM draws.
# How far a program has come when its output is read would as well; so there is no PATH for any, and the plan warns of what it cannot measure.
readonly CHANCE='^(@cp )?java/(lang/Process|util/concurrent/(CompletableFuture|ForkJoin))|^@cp java/(lang/Long|util/(concurrent/Concurrent)?HashMap) '

# Options hold no blanks, as run_java wants it. A plan ends with 1, as there is something to do.
# shellcheck disable=SC2086,SC2123
(PATH=/nonexistent; run_java upkeep.cli.Upkeep $ALONE -Xshare:off -Djava.util.concurrent.ForkJoinPool.common.parallelism=0 \
  "-XX:DumpLoadedClassList=$work/classes" -- "$@") >"$work/plan" || [ $? = 1 ]

# With what upkeepd loads, as src/lab/classes.sh has seen it. Classes first, then (@) what is resolved in them.
{ sed 's/ id: [0-9]*$//' "$work/classes" | grep -vE "^#|$CHANCE"; cat "${0%/*}/upkeepd.classes"; } | LC_ALL=C sort -u >"$work/sorted"
{ grep -v '^@' "$work/sorted"; grep '^@' "$work/sorted"; } >"$work/listed"

# Not allowed in some containers; the cache is good without.
fixed='setarch --addr-no-randomize'
if ! $fixed true 2>/dev/null; then
  echo "warning: addresses cannot be fixed here: the AOT cache will not be the same in another build" >&2
  fixed=
fi
# shellcheck disable=SC2016,SC2086
$fixed env "LD_PRELOAD=$clock" sh -euc '. "$folder/runtime.sh"; run_java upkeep.cli.Upkeep "$@" --' make $ALONE \
  -Xshare:dump -XX:+AOTClassLinking -Xlog:disable -Xlog:all=error:stderr "-XX:SharedClassListFile=$work/listed" "-XX:SharedArchiveFile=$folder/upkeep.aot"

# Fails where the cache cannot be used, which is passed over else.
(run_java upkeep.cli.Upkeep -XX:AOTMode=on -- --version)
