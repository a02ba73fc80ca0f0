package upkeep.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.control.Answer;
import upkeep.control.ControlClient;
import upkeep.control.ControlServer;

/** What a verb that asks upkeepd has around it: whom to ask, and where the answer goes. */
record Online(ControlClient client, PrintWriter out, PrintWriter err) {

    /** Asks the upkeepd of this machine. */
    static Online system(PrintWriter out, PrintWriter err) {
        String address = ControlServer.systemBus(name -> Optional.ofNullable(System.getenv(name)));
        return new Online(new ControlClient(address), out, err);
    }

    /** Whom to ask. */
    ControlClient upkeepd() {
        silenceLogging();
        return client;
    }

    /** Unconfigured, Logback would write to standard output. */
    static void silenceLogging() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }

    /** Asks the same of each, prints the answers, and tells the worst exit code. */
    int each(List<String> names, BiFunction<ControlClient, String, Answer> question) {
        ControlClient upkeepd = upkeepd();
        return names.stream()
                .mapToInt(name -> show(question.apply(upkeepd, name)))
                .max()
                .orElse(ExitCode.CLEAN);
    }

    /** Tells something beside the answer. */
    void remark(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** Prints the answer and tells the exit code it stands for. */
    int show(Answer answer) {
        out.print(answer.out());
        out.flush();
        err.print(answer.err());
        err.flush();
        return answer.exitCode();
    }
}
