package upkeep.probe.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ends all processes of a session, also those whose parents are gone. */
final class Sessions {

    private static final Path PROCESSES = Path.of("/proc");
    private static final int MOST_ROUNDS = 10;

    /** In proc_pid_stat(5), counted behind the name of the program: state, parent, process group, session. */
    private static final int SESSION = 3;

    private Sessions() {}

    /** Kills round after round, since one that is being killed may just have begun another. */
    static void end(long session) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Long> members = members(session);
            if (members.isEmpty()) {
                return;
            }
            members.forEach(member -> ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    private static List<Long> members(long session) {
        List<Long> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isMember(process, session)) {
                    members.add(Long.valueOf(String.valueOf(process.getFileName())));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Without /proc the program itself is still killed.
        }
        return members;
    }

    private static boolean isMember(Path process, long session) {
        try {
            String stat = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.ISO_8859_1);
            // The name stands in brackets, and may hold blanks and brackets itself.
            String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return words.length > SESSION && words[SESSION].equals(Long.toString(session)) && !words[0].equals("Z");
        } catch (IOException gone) {
            return false;
        }
    }
}
