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
    digits = 0 if size >= 100 or value == 0 else 1 if size >= 10 else 2
    return f"{value:.{digits}f}{' ' + unit if unit else ''}"
