"""What every report begins with, and tables of Markdown."""
import os
import platform
from pathlib import Path


def host(release):
    """The machine, in a line. `release` is the file in which a JDK tells its version."""
    jdk = dict(line.replace('"', "").split("=", 1) for line in Path(release).read_text().splitlines() if "=" in line)
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    return (f"{processor()}, {os.cpu_count()} processors, {memory:.0f} GiB, Linux {platform.release()}; "
            f"upkeep's runtime is made of JDK {jdk.get('JAVA_VERSION', '?')} ({jdk.get('IMPLEMENTOR', '?')})")


def strangers(percent):
    return f"Meanwhile other programs on the machine took {figure(percent)} % of a processor."


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def table(titles, rows):
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def figure(value, unit=""):
    """Three digits, which is more than any of this is good for."""
    if value is None:
        return "–"
    size = abs(value)
    digits = 0 if size >= 100 or value == 0 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:.{digits}f}{' ' + unit if unit else ''}"


def ratio(one, other):
    return one / other if one is not None and other else None


def verdict(value, most):
    """Whether a goal holds, or by how much it is missed; most is the largest value that is wanted."""
    if most is None or value is None:
        return ""
    return "holds" if value <= most else "missed" + (f", {figure(value / most)} times as much" if most else "")


# What every comparison has: a line of text, upkeep's figure, those of others and how many times upkeep's they are, and what was wanted.
COMPARISON = ["what", "upkeep", "others", "× upkeep", "goal", ""]


def compared(what, ours, unit, others=(), most=None, least=None):
    """
    A row of a comparison. `others` are pairs of a name and its figure in the same unit, or in place of that the reason why there is none.
    `least` in place of `most`: the smallest value that is wanted.
    """
    told = [f"{name} {it if isinstance(it, str) else figure(it, unit)}" for name, it in others]
    ratios = [figure(ratio(it, ours)) for _, it in others if not isinstance(it, str)]
    goal, judged = "", ""
    if most is not None:
        goal, judged = f"≤ {figure(most, unit)}", verdict(ours, most)
    elif least is not None:
        goal = f"≥ {figure(least, unit)}"
        judged = "holds" if ours >= least else f"missed, {figure(ours / least)} of it"
    return [what, figure(ours, unit), "; ".join(told) or "–", "; ".join(ratios) or "–", goal or "–", judged or "–"]
