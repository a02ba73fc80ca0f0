"""The report on what probes.py measured. Arguments: its output, and the file in which the JDK tells its version."""
import json
import sys
from pathlib import Path
import report
from report import figure, ratio, verdict

TITLES = [
    "program", "checks", "probes/s", "processor, %", "µs a probe", "× upkeepd", "late p50, ms", "p99", "max", "by itself p50, ms", "p99", "max",
    "RSS, MiB", "PSS, MiB", "others, %"]
SETTLED = "settled"


def microseconds(seen):
    return 1e6 * seen["processor_seconds"] / seen["probes"] if seen["probes"] else None


def row(seen, ours):
    cost, late, own = microseconds(seen), seen["late"], seen.get("own", {})
    program = seen["program"] + (", settled" if seen["what"] == SETTLED else "")
    return [
        program, seen["checks"], figure(seen["probes"] / seen["seconds"]), figure(seen["processor_percent"]), figure(cost),
        figure(ratio(cost, microseconds(ours))), *(figure(late[it]) for it in ("p50", "p99", "max")),
        *(figure(own.get(it)) for it in ("p50", "p99", "max")), figure(seen["rss"]), figure(seen["pss"]), figure(seen["strangers_percent"])]


def goal(what, value, most, unit):
    return [what, f"≤ {figure(most, unit)}", figure(value, unit), verdict(value, most)]


def errors(seen, wanted):
    """How many checks are not as they should be, by the first letter of their names."""
    return sum(count for key, count in seen["ended"].items() if key != f"{key[0]} {wanted.get(key[0])}")


def latest(*seen):
    """By the server or by upkeepd itself, whichever says more."""
    return max(max(one["late"]["p99"], one["own"]["p99"]) for one in seen)


def goals(by):
    first, http, hung = by["upkeepd", "http"], by["upkeepd", SETTLED], by["upkeepd", "hung"]
    exporter = by["blackbox exporter", "http"]
    scale = http["checks"] / 10_000
    return [
        goal("HTTP, settled, rules and ledger included: processor", http["processor_percent"], 30 * scale, "%"),
        goal("HTTP, settled: processor for a probe", microseconds(http), 150, "µs"),
        goal("HTTP, settled: the same, as a part of the exporter's", microseconds(http) / microseconds(exporter), 0.1, ""),
        goal("HTTP: lateness p99", latest(first, http), 20, "ms"),
        goal("HTTP: checks that did not pass", errors(first, {"c": "passed"}) + errors(http, {"c": "passed"}), 0, ""),
        goal("beside those that hang: lateness p99", hung["late"]["p99"], 50, "ms"),
        goal("beside those that hang: checks with another result than they must have", errors(hung, {"c": "passed", "h": "failed"}), 0, ""),
        goal("beside those that hang: RSS", hung["rss"], 110, "MiB")]


def main():
    setting, *seen = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    by = {(one["program"], one["what"]): one for one in seen}
    versions = ", ".join(f"{name} {version}" for name, version in setting["versions"].items())
    print(f"{report.host(sys.argv[2])}.\n\n{versions}. A period of {setting['period']} s, a deadline of {setting['timeout']} s, "
          f"{setting['seconds']} s each, from {4 * setting['period']} s on; settled: after {setting['settling'] * setting['period']} s more.\n")
    titles = {
        "http": "HTTP, all answer at once", "tcp": "TCP, connect and close",
        "hung": f"HTTP, {setting['well']} answer and the others hang: {setting['hung']}, of Monit {setting['monit_hung']}", "idle": "Nothing to do"}
    for what, title in titles.items():
        rows = [row(one, by["upkeepd", what]) for one in seen if one["what"] in (what, *([SETTLED] if what == "http" else []))]
        print(f"**{title}**\n\n{report.table(TITLES, rows)}\n")
    print(f"**Goals**\n\n{report.table(['what', 'goal', 'measured', ''], goals(by))}")


main()
