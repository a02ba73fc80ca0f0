package upkeep.probe.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.target.DnsTarget;

/**
 * What a name server answers (RFC 1035 section 4), up to its answers; what comes after them is not looked at.
 *
 * @param code the response code, as a number on the wire
 */
record DnsMessage(
        int id,
        boolean isResponse,
        boolean authoritative,
        boolean truncated,
        boolean recursionAvailable,
        boolean authenticated,
        int code,
        List<Question> questions,
        List<DnsRecord> answers) {

    private static final int INTERNET = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int AUTHENTICATED = 0x0020;

    DnsMessage {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
    }

    /** What is asked; {@code type} and {@code group} (the class) by their numbers. */
    record Question(String name, int type, int group) {}

    /**
     * A question on the wire. It bears no EDNS record: every server can answer it, and what does not fit is asked for
     * over TCP.
     *
     * @param authenticated whether the server is to say if it validated the answer (RFC 6840 section 5.7)
     */
    static byte[] question(int id, String name, DnsTarget.Type type, boolean recursion, boolean authenticated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        int flags = (recursion ? RECURSION_DESIRED : 0) | (authenticated ? AUTHENTICATED : 0);
        for (int number : new int[] {id, flags, 1, 0, 0, 0}) {
            number(out, number);
        }
        out.writeBytes(DnsName.wire(name));
        number(out, type.number());
        number(out, INTERNET);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }

    /**
     * Reads a message; a truncated one as far as its questions.
     *
     * @throws DnsCursor.MalformedException if it is none
     */
    static DnsMessage parse(byte[] bytes) throws IOException {
        DnsCursor cursor = new DnsCursor(bytes);
        int id = cursor.number();
        int flags = cursor.number();
        int questionCount = cursor.number();
        int answerCount = cursor.number();
        cursor.longNumber();
        boolean truncated = (flags & 0x0200) != 0;
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < questionCount; i++) {
            questions.add(new Question(cursor.name(), cursor.number(), cursor.number()));
        }
        List<DnsRecord> answers = new ArrayList<>();
        for (int i = 0; i < answerCount && !truncated; i++) {
            answers.add(DnsRecord.read(cursor));
        }
        return new DnsMessage(
                id,
                (flags & 0x8000) != 0,
                (flags & 0x0400) != 0,
                truncated,
                (flags & 0x0080) != 0,
                (flags & AUTHENTICATED) != 0,
                flags & 0x000f,
                questions,
                answers);
    }

    /** Whether it answers this question; some servers leave the question out where they refuse it. */
    boolean answers(int asked, String name, DnsTarget.Type type) {
        return id == asked
                && isResponse
                && (questions.isEmpty()
                        ? code != DnsTarget.Code.NOERROR.number()
                        : questions.size() == 1
                                && questions.getFirst().type() == type.number()
                                && questions.getFirst().group() == INTERNET
                                && DnsName.areSame(questions.getFirst().name(), name));
    }

    /** The response code, for people. */
    String codeText() {
        return known().map(Enum::name).orElse("code " + code);
    }

    Optional<DnsTarget.Code> known() {
        return Stream.of(DnsTarget.Code.values())
                .filter(each -> each.number() == code)
                .findFirst();
    }

    /** The answers that are of the type asked for; aliases on the way to them are left out. */
    List<DnsRecord> records(DnsTarget.Type type) {
        return answers.stream().filter(record -> record.type() == type.number()).toList();
    }
}
