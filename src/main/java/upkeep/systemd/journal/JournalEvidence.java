package upkeep.systemd.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.core.Evidence;

/**
 * Asks the journal what it knows of something that happened to a unit. Only fields that journald itself sets decide what
 * an entry is taken for, so that nothing a service writes can pass for a word of systemd, the kernel, sudo or polkit.
 *
 * <p>Seen with systemd 252 and 257 alike: a job is logged with its number and type when it stops or starts something, but
 * not at all when there was nothing to do; {@code systemctl kill} is logged for every signal ("Sent signal SIGKILL to main
 * process 190 (sleep) on client request"), {@code kill} of the shell never; neither tells who asked. sudo and polkit do,
 * and root in a shell of his own leaves no trace. Thread-safe.
 */
public final class JournalEvidence {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** How long before the job somebody may have been heard to ask for it. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /** A unit's last lines are no older than this, where its run is not known. */
    private static final Duration LINES_BEFORE = Duration.ofHours(1);

    private static final int BYTES_LIMIT = 512 * 1024;
    private static final int ENTRIES = 500;
    private static final int LINES = 5;

    private static final String OUT_OF_MEMORY = "fe6faa94e7774663a0da52717891d8ef";
    private static final String FIELDS = "--output-fields=MESSAGE,MESSAGE_ID,JOB_ID,JOB_TYPE,UNIT,SYSLOG_FACILITY,"
            + "_PID,_UID,_COMM,_EXE,_TRANSPORT,_SYSTEMD_UNIT";

    private static final Pattern CLIENT_REQUEST =
            Pattern.compile("(?:Sent signal SIG|Killed unit cgroup with SIG)[^\\n]* on client request\\.");
    private static final Pattern KERNEL_KILL = Pattern.compile("oom-kill:.*,task_memcg=(/[^,\\n]*),task=[^\\n]*");
    private static final Pattern INVOCATION = Pattern.compile("[0-9a-f]{32}");

    private final Journalctl journalctl;
    private final Duration deadline;

    /** Reads this machine's journal. */
    public JournalEvidence() {
        this(Journalctl.ofThisMachine(), DEADLINE);
    }

    JournalEvidence(Journalctl journalctl, Duration deadline) {
        this.journalctl = journalctl;
        this.deadline = deadline;
    }

    /**
     * What is found within three seconds. Entries take a moment to arrive, so it is best asked a second after the event.
     *
     * @param since when the cause can have begun
     * @param job the job's number; 0 if none is known
     * @param invocation the run whose last lines are wanted, in hexadecimal; those of the unit if empty
     * @throws IOException if journalctl fails, takes too long, or may not read the journal
     */
    public Evidence find(UnitName unit, Instant since, long job, String invocation)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            List<ExportedEntry> told = read(asked(unit, since), end);
            Optional<ExportedEntry> done =
                    first(told, entry -> bySystemd(entry, unit) && entry.has("JOB_ID", Long.toString(job)));
            Optional<ExportedEntry> killed = first(after(told, since), entry -> isKill(entry, unit));
            Optional<ExportedEntry> outOfMemory = first(after(told, since), entry -> isOutOfMemory(entry, unit));
            if (done.isEmpty() && outOfMemory.isEmpty()) {
                outOfMemory = first(after(read(askedOfKernel(since), end), since), entry -> isKernelKill(entry, unit));
            }
            Optional<String> by = done.or(() -> killed).flatMap(entry -> by(told, entry, unit));
            List<String> lines = read(askedOfUnit(unit, since, invocation), end).stream()
                    .map(JournalEvidence::message)
                    .toList();
            return new Evidence(
                    done.map(_ -> jobType(told, unit, job)),
                    by,
                    killed.map(JournalEvidence::message),
                    outOfMemory.map(JournalEvidence::message),
                    lines);
        } catch (IOException e) {
            throw new IOException("cannot ask the journal about " + unit + ": " + e.getMessage(), e);
        }
    }

    private List<ExportedEntry> read(List<String> arguments, long end) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--output=export", FIELDS));
        all.addAll(arguments);
        return ExportedEntry.parse(journalctl.run(all, BYTES_LIMIT, Duration.ofNanos(end - System.nanoTime())));
    }

    private static List<String> asked(UnitName unit, Instant since) {
        return List.of(
                "--since=@" + since.minus(BEFORE).getEpochSecond(),
                "--lines=" + ENTRIES,
                "_PID=1",
                "UNIT=" + unit.text(),
                "+",
                "_TRANSPORT=syslog",
                "_EXE=/usr/bin/sudo",
                "_EXE=/usr/bin/pkexec",
                "+",
                "_TRANSPORT=syslog",
                "_SYSTEMD_UNIT=polkit.service");
    }

    private static List<String> askedOfKernel(Instant since) {
        return List.of(
                "--since=@" + since.getEpochSecond(),
                "--lines=" + ENTRIES,
                "_TRANSPORT=kernel",
                "SYSLOG_FACILITY=0",
                "PRIORITY=6");
    }

    /** Not {@code --boot}: in a container, whose kernel has booted long before, it may mean another one. */
    private static List<String> askedOfUnit(UnitName unit, Instant since, String invocation) {
        String run = INVOCATION.matcher(invocation).matches()
                ? "_SYSTEMD_INVOCATION_ID=" + invocation
                : "--since=@" + since.minus(LINES_BEFORE).getEpochSecond();
        return List.of("--lines=" + LINES, "_SYSTEMD_UNIT=" + unit.text(), run);
    }

    private static List<ExportedEntry> after(List<ExportedEntry> entries, Instant since) {
        long earliest = TimeUnit.SECONDS.toMicros(since.getEpochSecond()) + since.getNano() / 1000;
        return entries.stream()
                .filter(entry -> entry.realtimeMicros() >= earliest)
                .toList();
    }

    private static Optional<ExportedEntry> first(List<ExportedEntry> entries, Predicate<ExportedEntry> wanted) {
        return entries.stream().filter(wanted).findFirst();
    }

    private static boolean bySystemd(ExportedEntry entry, UnitName unit) {
        return entry.has("_PID", "1") && entry.has("_TRANSPORT", "journal") && entry.has("UNIT", unit.text());
    }

    private static boolean isKill(ExportedEntry entry, UnitName unit) {
        String start = unit.text() + ": ";
        String message = entry.field("MESSAGE");
        return bySystemd(entry, unit)
                && message.startsWith(start)
                && CLIENT_REQUEST.matcher(message.substring(start.length())).matches();
    }

    private static boolean isOutOfMemory(ExportedEntry entry, UnitName unit) {
        return bySystemd(entry, unit) && entry.has("MESSAGE_ID", OUT_OF_MEMORY);
    }

    /** Only the kernel itself has facility 0. Group names are their owner's choice, so a line with two is not believed. */
    private static boolean isKernelKill(ExportedEntry entry, UnitName unit) {
        String message = entry.field("MESSAGE");
        Matcher kill = KERNEL_KILL.matcher(message);
        return entry.has("_TRANSPORT", "kernel")
                && entry.has("SYSLOG_FACILITY", "0")
                && message.indexOf(",task_memcg=") == message.lastIndexOf(",task_memcg=")
                && kill.matches()
                && (kill.group(1) + "/").contains("/" + unit.text() + "/");
    }

    /** A restart is logged with that word where it stops, and as a start where it starts. */
    private static String jobType(List<ExportedEntry> told, UnitName unit, long job) {
        List<String> types = told.stream()
                .filter(entry -> bySystemd(entry, unit) && entry.has("JOB_ID", Long.toString(job)))
                .map(entry -> entry.field("JOB_TYPE"))
                .toList();
        return HarmlessText.of(types.contains("restart") ? "restart" : types.getFirst());
    }

    /** The last one who asked before that, unless another job of the unit came in between: that was it then. */
    private static Optional<String> by(List<ExportedEntry> told, ExportedEntry effect, UnitName unit) {
        long latest = effect.realtimeMicros();
        long earliest = latest - TimeUnit.NANOSECONDS.toMicros(BEFORE.toNanos());
        Optional<String> asker = Optional.empty();
        for (ExportedEntry entry : told) {
            if (entry.realtimeMicros() >= earliest && entry.realtimeMicros() <= latest) {
                boolean anotherJob = bySystemd(entry, unit)
                        && !entry.field("JOB_ID").isEmpty()
                        && !entry.has("JOB_ID", effect.field("JOB_ID"));
                Optional<String> asked = Requests.by(entry, unit);
                if (anotherJob || asked.isPresent()) {
                    asker = asked;
                }
            }
        }
        return asker.map(HarmlessText::of);
    }

    private static String message(ExportedEntry entry) {
        return HarmlessText.of(entry.field("MESSAGE"));
    }
}
