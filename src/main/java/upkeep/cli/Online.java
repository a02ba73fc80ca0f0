package upkeep.cli;

import java.io.PrintWriter;
import java.util.Optional;
import upkeep.control.Answer;
import upkeep.control.ControlClient;
import upkeep.control.ControlServer;

/** What a verb that asks upkeepd has around it: whom to ask, and where the answer goes. */
record Online(ControlClient upkeepd, PrintWriter out, PrintWriter err) {

    /** Asks the upkeepd of this machine. */
    static Online system(PrintWriter out, PrintWriter err) {
        String address = ControlServer.systemBus(name -> Optional.ofNullable(System.getenv(name)));
        return new Online(new ControlClient(address), out, err);
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
