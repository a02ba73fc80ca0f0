package upkeep.notify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.alert.Message;

/**
 * A message, with all that people want to know besides. What is sent is made of this alone, so that a second try sends the same.
 *
 * @param host the name of this machine
 * @param background of incidents that the message tells of, by their numbers; not all have one
 * @param isTest whether nothing is wrong, and somebody tries whether messages arrive
 */
public record Notice(String host, Message message, Map<Long, Background> background, boolean isTest) {

    public Notice {
        background = Map.copyOf(background);
    }

    /**
     * What is known of an incident.
     *
     * @param story what happened, was decided, done and came of it, one line each in the order of time
     * @param log the last lines of the unit's log
     * @param command to be copied, which tells more
     * @param runbook the address of what to do
     */
    public record Background(List<String> story, List<String> log, Optional<String> command, Optional<String> runbook) {
        public Background {
            story = List.copyOf(story);
            log = List.copyOf(log);
        }
    }

    /**
     * The same for the same message, over restarts and from whatever machine it comes, and for no other, also where numbers began anew
     * since the ledger was lost: whoever gets it twice knows, and many drop what they know.
     */
    public String id() {
        return host + "-" + number();
    }

    String number() {
        return message.number() + "-" + message.at().getEpochSecond();
    }
}
