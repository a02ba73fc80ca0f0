"""What a systemd in a root file system says of itself and of unit files. Needs root, for chroot."""

import os
import re
import shutil
import subprocess
import tempfile

# What a unit of each type must have besides the directive in question, so that systemd has no other complaint.
FRAMES = {
    "service": "[Service]\nExecStart=/bin/true\n",
    "socket": "[Socket]\nListenStream=/run/listen\nService=target.service\n",
    "timer": "[Timer]\nOnBootSec=1h\nUnit=target.service\n",
    "path": "[Path]\nPathExists=/run/watched\nUnit=target.service\n",
    "mount": "[Mount]\nWhat=tmpfs\nWhere=/run/{name}\n",
    "automount": "[Automount]\nWhere=/run/{name}\n",
    "swap": "[Swap]\nWhat=/run/{name}\n",
    "slice": "[Slice]\n",
    "target": "[Unit]\n",
}
# Said of a value that is taken nevertheless.
TAKEN = re.compile("Support for .* is deprecated")
BATCH = 300
LIMIT_SECONDS = 120


class Tree:
    def __init__(self, root):
        self.root = root

    def run(self, *command):
        done = subprocess.run(["chroot", self.root, *command], capture_output=True, text=True, timeout=LIMIT_SECONDS)
        return done.stdout, done.stderr

    def version(self):
        return int(re.match(r"systemd (\d+)", self.run("systemctl", "--version")[0])[1])

    def directives(self):
        """(section, key) to the kind of value, in systemd's order."""
        kinds = {}
        for line in self.run("/usr/lib/systemd/systemd" if os.path.exists(self.root + "/usr/lib/systemd/systemd")
                             else "/lib/systemd/systemd", "--dump-configuration-items")[0].splitlines():
            if line.startswith("["):
                section = line[1:-1]
            elif "=" in line:
                key, kind = line.split("=", 1)
                kinds[section, key] = kind
        return kinds

    def exit_statuses(self):
        return [line.split()[0] for line in self.run("systemd-analyze", "exit-status")[0].splitlines()[1:]]

    def complaints(self, assignments):
        """For each (section, key, value) what systemd says of it; nothing if it is content."""
        said = []
        for start in range(0, len(assignments), BATCH):
            said += self._complaints(assignments[start : start + BATCH])
        return said

    def _complaints(self, assignments):
        folder = tempfile.mkdtemp(dir=self.root + "/tmp")
        try:
            with open(folder + "/target.service", "w", encoding="utf-8") as file:
                file.write(FRAMES["service"])
            names = [_write(folder, number, *one) for number, one in enumerate(assignments)]
            inside = "/tmp/" + os.path.basename(folder) + "/"
            _, errors = self.run(
                "systemd-analyze", "verify", "--man=no", "--recursive-errors=yes", *[inside + name for name in names])
            return [[line.split(": ", 1)[-1] for line in errors.splitlines()
                     if line.startswith(inside + name + ":") and not TAKEN.search(line)] for name in names]
        finally:
            shutil.rmtree(folder)


def _write(folder, number, section, key, value):
    kind = section.lower() if section.lower() in FRAMES else "service"
    stem = f"u{number}" if kind not in ("mount", "automount", "swap") else f"run-u{number}"
    with open(f"{folder}/{stem}.{kind}", "w", encoding="utf-8") as file:
        file.write(FRAMES[kind].format(name=f"u{number}") + f"[{section}]\n{key}={value}\n")
    return f"{stem}.{kind}"
