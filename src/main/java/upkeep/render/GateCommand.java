package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import upkeep.base.TimeSpan;
import upkeep.spec.GateProbe;
import upkeep.spec.GateProbe.Place;
import upkeep.spec.Ready;
import upkeep.spec.Watch;
import upkeep.target.StatusRange;

/** The command lines of upkeep-gate(8): what systemd fills in, and the options and the probe behind that. */
final class GateCommand {

    private static final String PROGRAM = "/usr/lib/upkeep/upkeep-gate";
    private static final String MAIN_PROCESS = " --pid=${MAINPID}";

    /** What upkeep-gate does where it is not told otherwise, so that units are short. */
    private static final String USUAL_METHOD = "GET";

    private static final List<StatusRange> USUAL_OF_PAGES = List.of(new StatusRange(200, 299));
    private static final List<StatusRange> USUAL_OF_PROGRAMS = List.of(new StatusRange(0, 0));

    /** As it stands in the unit, for systemd to expand. Where upkeep was uninstalled, a start waits for nothing, and succeeds. */
    static final String READY =
            "/bin/sh -c 'test ! -x \"$$0\" || exec \"$$0\" \"$$@\"' " + PROGRAM + " ready" + MAIN_PROCESS;

    private GateCommand() {}

    /** The same for what looks on: a service whose helper cannot start has none, and runs. */
    static String watch(Watch watch) {
        return "-" + PROGRAM + " watch" + MAIN_PROCESS + (watch.asksState() ? " --unit=%n" : "");
    }

    static List<String> arguments(Ready ready) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--deadline=" + time(ready.deadline()));
        arguments.add("--timeout=" + time(ready.timeout()));
        add(arguments, ready.probe());
        return arguments;
    }

    static List<String> arguments(Watch watch) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--interval=" + time(watch.every()));
        arguments.add("--timeout=" + time(watch.timeout()));
        arguments.add("--failures=" + watch.failures());
        add(arguments, watch.probe());
        return arguments;
    }

    private static void add(List<String> arguments, GateProbe probe) {
        switch (probe) {
            case GateProbe.Connection connection -> add(arguments, connection.place(), "tcp", "unix");
            case GateProbe.Page page -> {
                if (!page.method().equals(USUAL_METHOD)) {
                    arguments.add("--method=" + page.method());
                }
                arguments.add("--path=" + page.path());
                page.headers().forEach(header -> arguments.add("--header=" + header));
                addStatus(arguments, page.status(), USUAL_OF_PAGES);
                page.contains().ifPresent(text -> arguments.add("--contains=" + text));
                add(arguments, page.place(), "http", "http-unix");
            }
            case GateProbe.Uptime uptime -> arguments.addAll(List.of("up", time(uptime.span())));
            case GateProbe.Program program -> {
                addStatus(arguments, program.status(), USUAL_OF_PROGRAMS);
                arguments.add("exec");
                arguments.addAll(program.command());
            }
        }
    }

    private static void add(List<String> arguments, Place place, String onPort, String onSocket) {
        switch (place) {
            case Place.Port port -> arguments.addAll(List.of(onPort, port.host(), Integer.toString(port.port())));
            case Place.Socket socket -> arguments.addAll(List.of(onSocket, socket.path()));
        }
    }

    private static void addStatus(List<String> arguments, List<StatusRange> status, List<StatusRange> usual) {
        if (!status.equals(usual)) {
            arguments.add(
                    "--status=" + status.stream().map(StatusRange::toString).collect(Collectors.joining(",")));
        }
    }

    /** In whole seconds, or else in milliseconds, rounded up. */
    static String time(TimeSpan span) {
        long milliseconds = Math.ceilDiv(span.microseconds(), 1_000L);
        return milliseconds % 1_000 == 0 ? milliseconds / 1_000 + "s" : milliseconds + "ms";
    }
}
