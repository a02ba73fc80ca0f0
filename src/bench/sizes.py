"""What programs take on the disk, by what Debian's package database tells."""
import os
from pathlib import Path
from peers import PM2, has_pm2
from units import run

FORMAT = "${Package}\t${Installed-Size}\t${Priority}\t${Pre-Depends}, ${Depends}\t${Provides}\n"


class Packages:
    """The packages that are installed here."""

    def __init__(self):
        self.sizes, self.needs, self.everywhere, self.providers = {}, {}, set(), {}
        for line in run("dpkg-query", "--show", f"--showformat={FORMAT}").splitlines():
            name, size, priority, needs, provides = line.split("\t")
            self.sizes[name] = int(size or 0) / 1024
            self.needs[name] = [[bare(one) for one in choice.split("|")] for choice in needs.split(",") if choice.strip()]
            if priority in ("required", "important"):
                self.everywhere.add(name)
            for other in provides.split(","):
                self.providers.setdefault(bare(other), name)

    def alone(self, name):
        return self.sizes[name]

    def with_needs(self, name):
        """With all that it depends on, less what every Debian has: packages of the priorities required and important."""
        return sum(self.sizes[one] for one in self.closure(name) - self.everywhere | {name})

    def closure(self, name):
        seen, ahead = set(), [name]
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += filter(None, (self.first(choice) for choice in self.needs[one]))
        return seen

    def first(self, choice):
        """The package that is there for a dependency."""
        for one in choice:
            found = one if one in self.sizes else self.providers.get(one)
            if found:
                return found
        return None


def bare(dependency):
    """Its name, without version and architecture."""
    return dependency.strip().split(" ", 1)[0].split(":", 1)[0]


def occupied(folder):
    """MiB on the disk."""
    return sum(os.lstat(Path(path) / name).st_blocks for path, _, names in os.walk(folder) for name in names) * 512 / 1024**2


def sizes():
    packages = Packages()
    found = {name: {"alone": packages.alone(name), "with_needs": packages.with_needs(name)}
             for name in ("upkeep", "monit", "supervisor", "prometheus-blackbox-exporter")}
    if has_pm2():
        folder = occupied(PM2.parent)
        found["pm2"] = {"alone": folder, "with_needs": folder + packages.with_needs("nodejs")}
    return found
