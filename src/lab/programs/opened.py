"""
What the processes of a trace have opened, run and connected to: `opened.py TRACE`, of strace with --follow-forks, --decode-fds and
--output. Prints each once, sorted: the program, what it did (read, write, run, connect, bind, or the same with "refused " before it),
and the path or address, with tabs between. What was not there is left out.
"""
import os
import re
import sys

CLONES = {"clone", "clone3", "fork", "vfork"}
RUNS = {"execve", "execveat"}
OPENS = {"open", "openat", "openat2", "creat"}
SENDS = {"connect", "sendto", "sendmsg", "sendmmsg"}
WRITES = {
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat",
    "chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat", "truncate", "mknod", "mknodat", "utimensat"}
REFUSED = ("EACCES", "EPERM", "EROFS")

LINE = re.compile(r"(\d+) +(.*)")
CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(.*)")
UNFINISHED = re.compile(r"(.*) <unfinished \.\.\.>")
RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
# A folder as the first argument, and a path.
PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)(?:<((?:[^>\\]|\\.)*)>)?, )?"((?:[^"\\]|\\.)*)"')
RESULT = re.compile(r"<((?:[^>\\]|\\.)*)>")
UNIX = re.compile(r'sun_path=(@?)"((?:[^"\\]|\\.)*)"')
INET = re.compile(r'sin6?_port=htons\((\d+)\).*?"([0-9a-f.:]+)"')


def calls(trace):
    """Of a file the process, name, arguments, result and what follows it, of every call that has ended; one that was interrupted by another is whole."""
    begun = {}
    for line in open(trace, errors="replace"):
        match = LINE.match(line)
        if not match:
            continue
        pid, text = int(match[1]), match[2]
        unfinished = UNFINISHED.match(text)
        if unfinished:
            begun[pid] = unfinished[1]
            continue
        resumed = RESUMED.match(text)
        if resumed:
            text = begun.pop(pid, "") + resumed[1]
        call = CALL.match(text)
        if call:
            yield pid, call[1], call[2], call[3], call[4]


def attributed(trace):
    """The same with the program in place of the process: what this ran last, or those it was begun by."""
    parents = {int(result): pid for pid, name, _, result, _ in calls(trace) if name in CLONES and result.isdigit()}
    running = {}

    def program(pid):
        while pid not in running and pid in parents:
            pid = parents[pid]
        return running.get(pid, "")

    for pid, name, arguments, result, more in calls(trace):
        running.setdefault(pid, program(pid))
        yield running[pid], name, arguments, result, more
        if name in RUNS and result == "0":
            running[pid] = paths(arguments)[0]


def plain(text):
    return text.encode().decode("unicode_escape")


def paths(arguments):
    return [os.path.normpath(os.path.join(plain(folder or ""), plain(path))) for folder, path in PATH.findall(arguments)]


def addresses(arguments):
    found = [("@" if abstract else "") + plain(path) for abstract, path in UNIX.findall(arguments)]
    for port, host in INET.findall(arguments):
        plain_host = host.removeprefix("::ffff:")
        found.append(f"[{plain_host}]:{port}" if ":" in plain_host else f"{plain_host}:{port}")
    return found


def done(name, arguments, result, more):
    """What a call did, and to which paths or addresses."""
    if name in OPENS:
        is_write = name == "creat" or re.search(r"\bO_(WRONLY|RDWR|CREAT|TRUNC)\b", arguments)
        real = RESULT.match(more)
        return "write" if is_write else "read", [plain(real[1])] if real else paths(arguments)[:1]
    if name in RUNS:
        return "run", paths(arguments)[:1]
    if name in WRITES:
        return "write", paths(arguments)
    if name in SENDS:
        return "connect", addresses(arguments)
    if name == "bind":
        return "bind", addresses(arguments)
    return "", []


def main():
    found = set()
    for program, name, arguments, result, more in attributed(sys.argv[1]):
        refused = any(word in more for word in REFUSED)
        if result.startswith("-") and not refused and "EINPROGRESS" not in more and name not in SENDS:
            continue
        what, objects = done(name, arguments, result, more)
        found.update((program, "refused " * refused + what, thing) for thing in objects)
    for line in sorted(found):
        print("\t".join(line))


main()
