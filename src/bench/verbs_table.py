"""The report on what verbs.py measured. Arguments: its output, and the file in which the JDK tells its version."""
import json
import sys
from pathlib import Path
from statistics import median
import report
from lateness import quantile
from report import compared, figure

TIMES = ["command", "median, ms", "p90, ms", "× systemctl status", "starts a JVM"]


def middle(one):
    return 1e3 * median(one["seconds"])


def goals(by):
    def beside(ours, *others):
        return compared(f"`{ours}`, median", middle(by[ours]), "ms", [(f"`{name}`", middle(by[name])) for name in others if name in by], most=30)

    yield beside("upkeep status", "systemctl list-units", "monit summary", "monit status", "supervisorctl status", "pm2 ls")
    yield beside("upkeep why s1", "systemctl status s1", "monit status s1")
    for verb in ("upkeep events", "upkeep hold s1 --for 1h", "upkeep release s1", "upkeep check c1", "upkeep availability s1"):
        yield beside(verb)


def main():
    setting, *seen, busy = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    by = {one["command"]: one for one in seen}
    versions = ", ".join(f"{name} {version}" for name, version in setting["versions"].items())
    print(f"{report.host(sys.argv[2])}.\n\n{versions}. {setting['services']} services each; {setting['runs']} runs one after the other, {setting['slow_runs']} of what is "
          f"slow. That no JVM is started was tried: the command does the same where the JVM is replaced by a program that fails. "
          f"{report.strangers(busy['strangers'])}\n")
    print(report.table(report.COMPARISON, goals(by)) + "\n")
    reference = middle(by["systemctl status s1"])
    rows = [[f"`{one['command']}`", figure(middle(one)), figure(1e3 * quantile(sorted(one["seconds"]), 0.9)), figure(middle(one) / reference),
             {True: "yes", False: "no", None: ""}[one.get("jvm")]] for one in seen]
    print("**Commands**\n\n" + report.table(TIMES, rows) + "\n")


main()
