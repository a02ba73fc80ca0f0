#!/usr/bin/env python3
"""Makes the table of directives, src/main/resources/upkeep/unit/directives.txt. See docs/development.md.

    directives.py OLD_ROOT NEW_ROOT MAN_FOLDER >table

OLD_ROOT and NEW_ROOT are root file systems with the oldest and the newest systemd; MAN_FOLDER has the pages of the newest, systemd.*.5.gz.
What the manual does not say (which word is new) is tried: each word of each directive is given to both.
"""

import glob
import gzip
import os
import re
import sys

from systemd_tree import FRAMES, Tree

# Where a directive that several sections have is tried.
SECTIONS = ["Service", "Unit", "Socket", "Timer", "Path", "Mount", "Automount", "Swap", "Slice", "Install"]


def kinds():
    """Name to (how, alternatives), how being one, list or obsolete; and key to version where the manual has none of its own."""
    found, since = {}, {}
    with open(os.path.dirname(os.path.abspath(__file__)) + "/kinds", encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                names, kind = line.rstrip("\n").split(" : ", 1)
                how, kind = kind.split(" ", 1)
                if how == "since":
                    since |= dict.fromkeys(names.split(), int(kind))
                    continue
                for name in re.findall(r"<[^>]*>|\S+", names):
                    if name in found:
                        sys.exit(f"kinds: {name} has two lines")
                    found[name] = how, kind
    return found, since


def added(folder):
    """Key to the version that brought it, from the manual."""
    versions = {}
    for page in sorted(glob.glob(folder + "/systemd.*.5.gz")):
        with gzip.open(page, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
        keys, depth = [], 0
        for before, line in zip([""] + lines, lines):
            terms = re.findall(r"\\fI([A-Z]\w+)=\\fR", line)
            if terms and depth == 0 and before.startswith((".PP", ".sp")):
                keys = terms
            elif line.startswith(".RS"):
                depth += 1
            elif line.startswith(".RE"):
                depth -= 1
            elif depth == 1 and (note := re.match(r"Added in version (\d+)", line)):
                for key in keys:
                    versions.setdefault(key, int(note[1]))
    return versions


def words(kind):
    """The words of a kind with the version each says it is from, 0 for none."""
    found = []
    for part in kind.split(" | "):
        match = re.match(r"(?:each )?(?:~ )?words (.*)", part)
        if match:
            found += [(word.split("@")[0], int((word.split("@") + ["0"])[1])) for word in match[1].split()]
    return found


def tried(section, word):
    """A value that has the word."""
    rest = {"fd:": "name", "file:": "/dev/null", "append:": "/dev/null", "truncate:": "/dev/null"}
    return word + rest.get(word, "")


def main(old_root, new_root, man):
    old, new = Tree(old_root), Tree(new_root)
    table, corrected = kinds()
    versions = added(man) | corrected
    was, known = old.directives(), new.directives()
    statuses = {"old": old.exit_statuses(), "new": new.exit_statuses()}
    named = " ".join(s if s in statuses["old"] else f"{s}@{new.version()}" for s in statuses["new"])
    rows, used = {}, set()
    for (section, key), value in known.items():
        name = next((n for n in (f"{section}.{key}", key, f"<{value}>") if n in table), None)
        if name is None:
            sys.exit(f"kinds: nothing says what [{section}] {key}= takes ({value})")
        used.add(name)
        how, kind = table[name]
        since = 0 if (section, key) in was else versions.get(key, 0)
        if (section, key) not in was and not old.version() < since <= new.version():
            sys.exit(f"the manual does not say which version brought [{section}] {key}=, or says {since}")
        rows[section, key] = since, how, kind.replace("$exit-statuses", named)
    lost = [f"[{s}] {k}" for s, k in was if (s, k) not in known]
    unused = [name for name in table if name not in used and name != "<MOUNTFLAG [...]>"]
    if lost or unused:
        sys.exit(f"kinds: not used: {unused}; not in the newest: {lost}")
    empty = settle(rows, old, new, was)
    write(rows, empty, old.version(), new.version())


def is_tried(section):
    return section.lower() in FRAMES or section in ("Unit", "Install")


def settle(rows, old, new, was):
    """Tries every word, and the empty value, on both; says which directives may be empty."""
    first = {}
    for section, key in sorted(rows, key=lambda row: SECTIONS.index(row[0]) if row[0] in SECTIONS else 99):
        first.setdefault((key, rows[section, key]), section)
    tries, wrong = [], []
    for (key, (_, how, kind)), section in first.items():
        if how != "obsolete" and is_tried(section):
            tries += [(section, key, tried(section, word)) for word, _ in words(kind)] + [(section, key, "")]
    before, after = old.complaints(tries), new.complaints(tries)
    empty = set()
    position = 0
    for (key, (since, how, kind)), section in first.items():
        if how == "obsolete" or not is_tried(section):
            continue
        for word, version in words(kind):
            took_old, took_new = (section, key) in was and not before[position], not after[position]
            if not took_new or (took_old != (version == 0) and (section, key) in was):
                wrong.append(f"[{section}] {key}={word}: {before[position]} {after[position]}")
            position += 1
        if not after[position] or ((section, key) in was and not before[position]):
            empty.add((key, (since, how, kind)))
        position += 1
    if wrong:
        sys.exit("kinds: words that are not so:\n" + "\n".join(wrong))
    return empty


def write(rows, empty, oldest, newest):
    groups = {}
    for section, key in rows:
        groups.setdefault((key, rows[section, key]), []).append(section)
    headers = {}
    for (key, row), sections in groups.items():
        headers.setdefault(tuple(sorted(sections)), []).append((key, row))
    print(f"""\
# The directives of unit files, made by src/generate/directives.py from systemd {oldest} and {newest} and the manual of {newest}.
# Each line: the sections that have it, in brackets, above; key; the version that brought it, - if {oldest} knows it; `one` where the
# last assignment counts, `list` where they add up, with ? where the empty value is taken, which mostly resets; the kind of value.""")
    for sections, lines in sorted(headers.items(), key=lambda item: SECTIONS.index(first_of(item[0]))
                                  if first_of(item[0]) in SECTIONS else 99):
        print("[" + " ".join(sections) + "]")
        for key, (since, how, kind) in lines:
            mark = "?" if (key, (since, how, kind)) in empty else ""
            print(f"{key} {since or '-'} {how}{mark} {kind}")


def first_of(sections):
    return min(sections, key=lambda section: SECTIONS.index(section) if section in SECTIONS else 99)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
