package upkeep.unit;

import java.util.List;
import java.util.stream.Stream;

/** Texts that break naive quoting. */
public final class NastyText {

    private NastyText() {}

    /** Every one of them is text that a process can be given: none has a NUL. */
    public static Stream<String> all() {
        return Stream.concat(
                List.of(
                        "a\nb",
                        "a\n[Service]\nExecStartPre=/usr/bin/touch /x",
                        "a\r\nb",
                        "a\rb",
                        "\n",
                        "tab\there",
                        "%h",
                        "100%",
                        "%%n",
                        "$PATH",
                        "${PATH}",
                        "$$",
                        "x$",
                        "$(id) `id`",
                        "\"",
                        "'",
                        "it's \"quoted\"",
                        "\\",
                        "a\\",
                        "a\\\\",
                        "\\n\\x41\\u0041\\z",
                        ";",
                        "a ; b",
                        "#no comment",
                        "",
                        " ",
                        " leading",
                        "trailing ",
                        "two  blanks",
                        "a=b",
                        "-",
                        "@/bin/sh",
                        "+!:",
                        "*?[a]",
                        "~",
                        "\u2028line\u2029paragraph",
                        "\u0085next",
                        "\u00A0no-break",
                        "\uFEFFbom",
                        "ümläut \uD83D\uDE00",
                        "a\u0001\u0002\u001b[31m\u007f",
                        "<b>&amp;</b>",
                        "<#noautoesc>${.vars}</#noautoesc>",
                        "${'a'?no_esc}",
                        "a".repeat(5000),
                        "%$\\\"\n".repeat(1000))
                        .stream(),
                java.util.stream.IntStream.range(1, 0x20).mapToObj(c -> "c" + (char) c + "c"));
    }
}
