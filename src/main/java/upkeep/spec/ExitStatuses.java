package upkeep.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.Nearest;

/**
 * Ends of a process.
 *
 * @param codes exit statuses, 0 to 255
 * @param signals numbers of signals that end it, as on Linux for amd64 and arm64
 */
public record ExitStatuses(NavigableSet<Integer> codes, NavigableSet<Integer> signals) {

    public static final ExitStatuses NONE = new ExitStatuses(new TreeSet<>(), new TreeSet<>());

    /** The names of sysexits(3), the LSB and systemd.exec(5) "Process Exit Codes", each with its status behind it. */
    private static final String NAMES = "SUCCESS 0 FAILURE 1 INVALIDARGUMENT 2 NOTIMPLEMENTED 3 NOPERMISSION 4"
            + " NOTINSTALLED 5 NOTCONFIGURED 6 NOTRUNNING 7 USAGE 64 DATAERR 65 NOINPUT 66 NOUSER 67 NOHOST 68"
            + " UNAVAILABLE 69 SOFTWARE 70 OSERR 71 OSFILE 72 CANTCREAT 73 IOERR 74 TEMPFAIL 75 PROTOCOL 76 NOPERM 77"
            + " CONFIG 78 CHDIR 200 NICE 201 FDS 202 EXEC 203 MEMORY 204 LIMITS 205 OOM_ADJUST 206 SIGNAL_MASK 207"
            + " STDIN 208 STDOUT 209 CHROOT 210 IOPRIO 211 TIMERSLACK 212 SECUREBITS 213 SETSCHEDULER 214"
            + " CPUAFFINITY 215 GROUP 216 USER 217 CAPABILITIES 218 CGROUP 219 SETSID 220 CONFIRM 221 STDERR 222"
            + " PAM 224 NETWORK 225 NAMESPACE 226 NO_NEW_PRIVILEGES 227 SECCOMP 228 SELINUX_CONTEXT 229"
            + " PERSONALITY 230 APPARMOR 231 ADDRESS_FAMILIES 232 RUNTIME_DIRECTORY 233 CHOWN 235"
            + " SMACK_PROCESS_LABEL 236 KEYRING 237 STATE_DIRECTORY 238 CACHE_DIRECTORY 239 LOGS_DIRECTORY 240"
            + " CONFIGURATION_DIRECTORY 241 NUMA_POLICY 242 CREDENTIALS 243 BPF 245 KSM 246 EXCEPTION 255";

    private static final Map<String, Integer> BY_NAME = byName();
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    private static final Kind<String> TAKEN = DirectiveKinds.of("SuccessExitStatus", "exit status", "^[A-Z0-9_+-]+$");

    /** One of them, as systemd reads it. */
    static final Kind<String> KIND = new Kind<>(
            TAKEN.parse(),
            text -> "it is no exit status from 0 to 255, no name of one, and no signal",
            text -> Nearest.to(text, BY_NAME.keySet())
                    .map(near -> "did you mean " + Quoted.text(near) + "?")
                    .orElse("write such as 75, TEMPFAIL or SIGUSR1"),
            text -> text,
            new Shape.Text(
                    "exit status, its name, or signal", "exit statuses, their names, or signals", "^[A-Z0-9_+-]+$"));

    public ExitStatuses {
        codes = Collections.unmodifiableNavigableSet(new TreeSet<>(codes));
        signals = Collections.unmodifiableNavigableSet(new TreeSet<>(signals));
    }

    private static Map<String, Integer> byName() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        List<String> words = List.of(NAMES.split(" "));
        for (int i = 0; i < words.size(); i += 2) {
            codes.put(words.get(i), Integer.valueOf(words.get(i + 1)));
        }
        return codes;
    }

    /** What the words of RestartPreventExitStatus= and its like mean; words that systemd would not take are passed over. */
    static ExitStatuses of(List<String> words) {
        NavigableSet<Integer> codes = new TreeSet<>();
        NavigableSet<Integer> signals = new TreeSet<>();
        for (String word : words) {
            Integer named = BY_NAME.get(word);
            if (named != null) {
                codes.add(named);
            } else if (NUMBER.matcher(word).matches()) {
                codes.add(Integer.valueOf(word));
            } else {
                Signals.number(word).ifPresent(signals::add);
            }
        }
        return new ExitStatuses(codes, signals);
    }
}
