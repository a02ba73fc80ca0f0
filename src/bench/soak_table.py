"""
The report on what soak.py measured, and a picture of it beside the figures. Arguments: its output, and the file in which the JDK tells its version.
"""
import json
import sys
from pathlib import Path
from statistics import median
import plot
import report
from report import figure

SHOWN = [("rss", "resident memory", "MiB"), ("anonymous", "of that, of no file", "MiB"), ("threads", "threads", ""),
         ("descriptors", "file descriptors", ""), ("ledger", "the ledger", "MiB")]
QUARTERS = ["first quarter", "second", "third", "last"]


def quarters(looks, key):
    """The median of each quarter."""
    size = len(looks) / 4
    return [median(look[key] for look in looks[round(n * size):round((n + 1) * size)]) for n in range(4)]


def row(looks, key, title, unit):
    middles = quarters(looks, key)
    return [title, *(figure(it, unit) for it in middles), figure(max(look[key] for look in looks), unit), f"{100 * (middles[3] / middles[1] - 1):+.1f} %"]


def main():
    setting, *looks, end = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    hours = looks[-1]["at"] / 3600
    used = looks[-1]["processor_seconds"] - looks[0]["processor_seconds"]
    lives = len({look["process"] for look in looks})
    print(f"{report.host(sys.argv[2])}; systemd {setting['versions']['systemd']}. {setting['checks']} checks and {setting['services']} services for "
          f"{figure(hours)} h, with a period of 1 s; seed {setting['seed']}. {report.strangers(end['strangers'])}\n")
    print("Meanwhile: " + ", ".join(f"{count} {name}" for name, count in end["acts"].items())
          + f". {figure(100 * used / (3600 * hours))} % of a processor; {lives} process{'es' if lives > 1 else ''} of upkeepd.\n")
    for name, failed in end["failed"].items():
        print(f"Failed of the {name}: {failed[0]}\n")
    for warning in end["warnings"]:
        print(f"upkeepd warns: {warning}\n")
    print(report.table(["median of", *QUARTERS, "most", "second to last"], [row(looks, *shown) for shown in SHOWN]))
    plot.write(Path(sys.argv[1]).with_suffix(".svg"), [look["at"] / 60 for look in looks], "minutes",
               [(title, unit, [look[key] for look in looks]) for key, title, unit in SHOWN])


main()
