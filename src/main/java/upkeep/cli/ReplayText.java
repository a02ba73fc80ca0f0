package upkeep.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import upkeep.base.Humane;
import upkeep.control.Times;
import upkeep.replay.Difference;
import upkeep.replay.Order;
import upkeep.replay.ReplayResult;
import upkeep.replay.WhatIfResult;
import upkeep.replay.WhatIfResult.Total;
import upkeep.store.ChainCheck;

/** What came of a replay, for people. */
final class ReplayText {

    private ReplayText() {}

    static String of(ReplayResult result, ZoneId zone) {
        StringBuilder text = new StringBuilder();
        text.append(chain(result.chain())).append('\n');
        text.append(Humane.count(result.inputs(), "input"))
                .append(" of ")
                .append(result.lives() == 1 ? "1 life" : result.lives() + " lives")
                .append(" replayed")
                .append(result.skipped() > 0 ? ", " + result.skipped() + " not" : "")
                .append("; compared ")
                .append(result.entries() == 1 ? "1 entry" : result.entries() + " entries")
                .append(" and ")
                .append(Humane.count(result.states(), "whole state"))
                .append('\n');
        result.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        text.append(result.difference()
                .map(difference -> difference(difference, zone))
                .orElse(result.inputs() == 0 ? "Nothing could be replayed." : "Every decision came out the same."));
        return text.toString();
    }

    private static String chain(ChainCheck chain) {
        String before =
                chain.before() > 0 ? "; " + chain.before() + " older entries are from before there was a chain" : "";
        if (chain.broken().isPresent()) {
            return "The chain of entries is broken at entry " + chain.broken().get()
                    + ": it, or what was before it, was changed, removed or moved" + before;
        }
        return chain.entries() == 0
                ? "No chain of entries" + before
                : "The chain of " + chain.entries() + " entries from " + chain.first() + " on is whole, its head is "
                        + chain.head() + before;
    }

    private static String difference(Difference difference, ZoneId zone) {
        return "The first difference is "
                + (difference.number() > 0 ? "entry " + difference.number() + ", " : "") + difference.what() + ", at "
                + Times.dateAndClock(difference.at(), zone)
                + "\n  recorded: " + difference.recorded().orElse("nothing")
                + "\n  replayed: " + difference.replayed().orElse("nothing");
    }

    static String of(WhatIfResult result, ZoneId zone) {
        StringBuilder text = new StringBuilder(of(result.replay(), zone)).append("\n");
        for (Map.Entry<String, SortedMap<String, Total>> one : result.totals().entrySet()) {
            String subject = one.getKey();
            text.append('\n').append(subject.isEmpty() ? "the host" : subject).append('\n');
            List<Order> orders = result.orders().stream()
                    .filter(order -> order.subject().equals(subject))
                    .toList();
            orders.forEach(order -> text.append(line(order, zone)));
            text.append("  in all: ").append(totals(one.getValue())).append('\n');
        }
        if (result.left() > 0) {
            text.append("\n").append(result.left()).append(" more orders are counted and not shown\n");
        }
        result.notes().forEach(note -> text.append("\nnote: ").append(note));
        text.append(result.notes().isEmpty() ? "" : "\n");
        text.append(
                result.isSame()
                        ? "\nThose specs would have led to the same orders."
                        : "\nThose specs would have led to other orders: < recorded alone, > by those specs alone.");
        return text.toString();
    }

    private static String line(Order order, ZoneId zone) {
        String mark = order.isCommon() ? "=" : order.recorded().isPresent() ? "<" : ">";
        String text = order.recorded().or(order::otherwise).orElse("");
        return "  " + mark + " " + Times.dateAndClock(order.at(), zone) + "  " + order.what() + ": " + text + "\n"
                + order.otherwise()
                        .filter(other -> order.isCommon() && !other.equals(text))
                        .map(other -> "                         by those specs: " + other + "\n")
                        .orElse("");
    }

    private static String totals(SortedMap<String, Total> totals) {
        return totals.entrySet().stream()
                .map(total -> total.getKey() + " " + total.getValue().recorded() + " recorded, "
                        + total.getValue().otherwise() + " by those specs")
                .collect(Collectors.joining("; "));
    }
}
