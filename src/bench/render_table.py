"""The report on what render.py measured. Arguments: its output, and the file in which the JDK tells its version."""
import json
import sys
from pathlib import Path
from statistics import median
import report
from report import figure, verdict

VERIFY = "systemd-analyze verify"
TITLES = ["what", "services", "files", "seconds: least", "median", "most", "processor, s", "peak RSS, MiB", f"× {VERIFY}", "others, %"]


def middle(seen, key="seconds"):
    return median(one[key] for one in seen["runs"])


def row(seen, verify):
    times = [one["seconds"] for one in seen["runs"]]
    return [
        seen["what"], seen["services"], seen["files"], figure(min(times)), figure(middle(seen)), figure(max(times)), figure(middle(seen, "processor")),
        figure(max(one["memory"] for one in seen["runs"])), figure(middle(seen) / middle(verify)), figure(seen["others"])]


def goal(what, value, most):
    return [what, f"≤ {figure(most, 's')}", figure(value, "s"), verdict(value, most)]


def main():
    versions, *seen = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    by = {(one["what"], one["services"], one["files"]): one for one in seen}
    print(f"{report.host(sys.argv[2])}.\n\nupkeep {versions['upkeep']}, systemd {versions['systemd']}. Whole processes, one after the other.\n")
    rows = [row(one, by[VERIFY, one["services"], one["services"]]) for one in seen]
    print(report.table(TITLES, rows) + "\n")
    print("**Goals**, by the median\n\n" + report.table(["what", "goal", "measured", ""], [
        goal("render one service", middle(by["upkeep render", 1, 1]), 0.35),
        goal("render 1000 services in one file", middle(by["upkeep render", 1000, 1]), 1.5),
        goal("render 1000 services in 50 files", middle(by["upkeep render", 1000, 50]), 1.5)]))


main()
