"""The report on what recovery.py measured. Arguments: its output, and the file in which the JDK tells its version."""
import json
import sys
from pathlib import Path
from statistics import median
import report
from lateness import quantile
from report import compared, figure

SAMPLES = ["what", "program", "samples", "least, s", "median, s", "most, s", "without end"]


class Seen:
    def __init__(self, lines):
        self.lines = lines

    def all(self, what):
        return [one for one in self.lines if one["what"] == what]

    def times(self, what, program):
        return sorted(it for one in self.all(what) if one["program"] == program for it in one["seconds"] if it is not None)


def middle(values):
    return median(values) if values else "never within the minute"


def hangs(one, key="seconds"):
    return sorted(sample[key] for sample in one["samples"] if sample and sample[key] is not None)


def missing(programs):
    """Those that could not be had, or have nothing for it, in the place of a figure."""
    return [(name, why) for name, why in programs.items()]


def rows(seen, setting):
    had = setting["versions"]
    crash = [(one["program"], middle(seen.times("crash", one["program"]))) for one in seen.all("crash") if one["program"] != "upkeep"]
    crash += missing({"PM2": had["pm2"]} if had["pm2"].startswith("could") else {})
    yield compared("crash (SIGKILL) until the new process runs, median", middle(seen.times("crash", "upkeep")), "s", crash, most=0.3)
    recorded = seen.all("recorded")[0]
    late = [1e3 * it for it in sorted(recorded["seconds"])]
    yield compared(f"crash until upkeepd has it in the ledger, {len(late)} times, {recorded['missing']} missed: p50", quantile(late, 0.5), "ms", most=5)
    yield compared("the same: p99", quantile(late, 0.99), "ms", most=50)
    by = {one["program"]: one for one in seen.all("hang")}
    others = {"PM2": "never: it looks at no server", "systemd alone": "never"}
    if "Supervisor with httpok" not in by:
        others["Supervisor with httpok"] = had["superlance"]
    hang = [(name, middle(hangs(one))) for name, one in by.items() if name != "upkeepd"] + missing(others)
    yield compared(f"hang until the restart is ordered, a check each {setting['every']} s, {setting['timeout']} s for the answer: median", middle(hangs(by["upkeepd"])), "s", hang)

    def over(one):
        return [1e3 * (it - setting["timeout"]) for it in hangs(one, "after_request")]

    slow = [(name, max(over(one), default="never")) for name, one in by.items() if name != "upkeepd"]
    yield compared(f"of that beyond the wait for the check and its {setting['timeout']} s: most", max(over(by["upkeepd"]), default=None), "ms", slow, most=50)
    orders = {one["program"]: one for one in seen.all("order")}
    hung, monit = orders["upkeep hold"]["hung"], orders["monit restart"]
    yield compared(f"`upkeep hold` while {hung} endpoints hang, most", max(seen.times("order", "upkeep hold")), "s", most=0.5)
    others = [(f"`monit restart` while {monit['hung']} hang", middle(seen.times("order", "monit restart")))]
    yield compared(f"`systemctl restart` while {hung} hang until the new process runs, median", middle(seen.times("order", "systemctl restart")), "s", others, most=0.5)
    yield compared("the same until upkeepd knows of it, most", max(seen.times("order", "upkeepd knows of it"), default=None), "s", most=0.5)


def samples(seen):
    titles = {"crash": "crash until the new process runs", "hang": "hang until the restart is ordered", "order": "order, beside endpoints that hang"}
    for what, title in titles.items():
        for one in seen.all(what):
            times = hangs(one) if what == "hang" else seen.times(what, one["program"])
            count = len(one["samples"] if what == "hang" else one["seconds"])
            figures = [figure(it) for it in (times[0], median(times), times[-1])] if times else ["–"] * 3
            yield [title, one["program"], count, *figures, count - len(times)]


def main():
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    seen, setting = Seen(lines), lines[0]
    versions = ", ".join(f"{name} {version}" for name, version in setting["versions"].items())
    print(f"{report.host(sys.argv[2])}.\n\n{versions}. The services themselves tell when they begin and are told to end, by the monotonic clock. Monit looks each "
          f"{setting['cycle']} s, and at nothing but the one service of a sample; of those beside endpoints that hang, a check each {setting['period']} s waits for "
          f"{setting['deadline']} s. {report.strangers(seen.all('strangers')[0]['percent'])}\n")
    print(report.table(report.COMPARISON, rows(seen, setting)) + "\n")
    print("**Samples**\n\n" + report.table(SAMPLES, samples(seen)) + "\n")


main()
