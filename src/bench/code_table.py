"""
The report on what JMH measured. Arguments: its output with the JVM of upkeepd, beside which lies that with the JVM for many checks; and the
file in which the JDK tells its version.
"""
import json
import sys
from pathlib import Path
import report
from report import compared, figure

TITLES = ["what", "result", "± (99.9 %)", "bytes allocated"]
NAMES = {
    "passedProbe": "decide, 1 000 units: a probe passed", "failedProbe": "decide: a probe failed once of three times, or passed after that",
    "seenUnit": "decide: a signal of systemd without news", "measuredUnit": "decide: what a unit uses, against two rules",
    "simpleRule": "one more sample for a rule of one test", "compoundRule": "one more sample for a rule of three tests", "readRule": "a rule's text read",
    "renderOne": "one service rendered", "renderThousand": "1 000 services rendered",
    "yamlOfOne": "YAML of one service read", "yamlOfThousand": "YAML of 1 000 services read",
    "planOfOne": "text to plan, one service", "planOfThousand": "text to plan, 1 000 services"}
EVENTS = 500_000


class Result:
    def __init__(self, one):
        metric, second = one["primaryMetric"], one["secondaryMetrics"]
        self.name = one["benchmark"].rsplit(".", 1)[1]
        self.unit = {"ops/s": "/s", "ms/op": "ms"}[metric["scoreUnit"]]
        self.score = metric["score"]
        self.error = metric["scoreError"] if metric["scoreError"] != "NaN" else None
        allocated = next(it for name, it in second.items() if name.endswith("gc.alloc.rate.norm"))
        self.bytes, self.growth = allocated["score"], allocated["rawData"][0][-1] / allocated["rawData"][0][0]

    def row(self):
        return [NAMES[self.name], shown(self.score, self.unit), shown(self.error, self.unit), f"{self.bytes:,.0f}".replace(",", " ")]


def shown(value, unit):
    """Of events a second nobody wants three digits and seven noughts without a gap."""
    if value is None:
        return "–"
    return f"{value:,.0f}{unit}".replace(",", " ") if unit == "/s" else figure(value, unit)


def results(file):
    return sorted((Result(one) for one in json.loads(Path(file).read_text())), key=lambda it: list(NAMES).index(it.name))


def goal(result, jvm):
    """In thousands a second, since that is what can be read."""
    return compared(f"decisions, 1 000 units, a probe passed, {jvm}", result.score / 1e3, "thousand/s", least=EVENTS / 1e3)


def main():
    files = sys.argv[1], sys.argv[1].removesuffix(".json") + "-large.json"
    small, large = map(results, files)
    version, full = (json.loads(Path(file).read_text())[0] for file in files)
    print(f"{report.host(sys.argv[2])}.\n\nJMH {version['jmhVersion']} in JDK {version['jdkVersion']}, a JVM for each, {version['warmupIterations']} times "
          f"{version['warmupTime']} (with the full compiler {full['warmupIterations']}) to warm up and {version['measurementIterations']} times {version['measurementTime']}; bytes are those of one event, rule, "
          f"rendering or reading.\n")
    probe = {name: next(it for it in seen if it.name == "passedProbe") for name, seen in (("small", small), ("large", large))}
    rows = [goal(probe["small"], "the JVM of upkeepd"), goal(probe["large"], "that for many checks"),
            compared("bytes allocated by such a decision, in the last second as a multiple of those in the first", probe["small"].growth, "", most=1.1)]
    print(report.table(report.COMPARISON, rows) + "\n")
    print("**The JVM of upkeepd and of the commands** (the quick compiler, one heap of at most 256 MiB)\n\n" + report.table(TITLES, [it.row() for it in small]) + "\n")
    print("**The JVM for more than some 3 000 checks** (the full compiler, G1)\n\n" + report.table(TITLES, [it.row() for it in large]) + "\n")


main()
