package upkeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import upkeep.base.Problem;
import upkeep.install.Layout;
import upkeep.spec.Channel;
import upkeep.spec.Plan;
import upkeep.spec.Receiver;

/**
 * Whether the templates are there that receivers name, and upkeepd can read them: a message is told by the built-in one otherwise, and
 * nobody would notice before that.
 */
final class OwnTemplates {

    private static final String FOLDER = Layout.SPECS + "/templates";
    private static final String DAEMON = "upkeep";

    private OwnTemplates() {}

    /** A warning for each that cannot be used. */
    static List<Problem> of(Layout layout, Plan plan) {
        return plan.alerting().receivers().values().stream()
                .flatMap(receiver -> problem(layout, receiver).stream())
                .toList();
    }

    private static Optional<Problem> problem(Layout layout, Receiver receiver) {
        return template(receiver.channel())
                .map(name -> FOLDER + "/" + name + ".ftl")
                .flatMap(path -> fault(layout.at(path))
                        .map(fault -> Problem.warning(
                                receiver.position(),
                                "receiver " + receiver.name() + " is told by the built-in template: " + path + " "
                                        + fault)));
    }

    private static Optional<String> template(Channel channel) {
        return switch (channel) {
            case Channel.Webhook webhook -> webhook.template();
            case Channel.Program program -> program.template();
            case Channel.Mail _,
                    Channel.Sendmail _,
                    Channel.Chat _,
                    Channel.Matrix _,
                    Channel.Telegram _,
                    Channel.Ntfy _,
                    Channel.Gotify _,
                    Channel.PagerDuty _,
                    Channel.Alertmanager _,
                    Channel.Syslog _ -> Optional.empty();
        };
    }

    private static Optional<String> fault(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("is not there");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("is no regular file");
        }
        try {
            return isReadable(Files.readAttributes(file, PosixFileAttributes.class))
                    ? Optional.empty()
                    : Optional.of("cannot be read by the user " + DAEMON);
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** By the user upkeep, who is in a group of that name. */
    private static boolean isReadable(PosixFileAttributes attributes) {
        PosixFilePermission wanted;
        if (attributes.owner().getName().equals(DAEMON)) {
            wanted = PosixFilePermission.OWNER_READ;
        } else if (attributes.group().getName().equals(DAEMON)) {
            wanted = PosixFilePermission.GROUP_READ;
        } else {
            wanted = PosixFilePermission.OTHERS_READ;
        }
        return attributes.permissions().contains(wanted);
    }
}
