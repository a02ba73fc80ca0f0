"""Tries what hardening takes from a service, and writes to its StateDirectory= what came of it. Arguments: names of tries, or all.

The result is one line each: the name, and "done" or why not. What changes the process itself is tried in a child.
"""
import ctypes
import mmap
import os
import socket
import stat
import subprocess
import sys

STATE = os.environ["STATE_DIRECTORY"]
libc = ctypes.CDLL(None, use_errno=True)


def call(function, *arguments):
    if function(*arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write(path):
    with open(path, "w") as file:
        file.write("x")


def own(name):
    path = os.path.join(STATE, name)
    write(path)
    return path


def holds(truth):
    if not truth:
        raise OSError("it is not there")


def no_new_privileges():
    with open("/proc/self/status") as status:
        holds("NoNewPrivs:\t0\n" in status.readlines())


def runs_setuid_program():
    holds(subprocess.run(["/srv/lab/setuid-id", "-u"], capture_output=True, text=True).stdout == "0\n")


def kernel_setting():
    with open("/proc/sys/net/ipv4/ip_default_ttl", "r+") as file:
        value = file.read()
        file.seek(0)
        file.write(value)


def control_group():
    os.mkdir("/sys/fs/cgroup/tried-%d" % os.getpid())
    os.rmdir("/sys/fs/cgroup/tried-%d" % os.getpid())


TRIES = {
    "no-new-privileges": no_new_privileges,
    "setuid-program": runs_setuid_program,
    "write-etc": lambda: write("/etc/tried"),
    "write-srv": lambda: write("/srv/lab/open/tried"),
    "write-home": lambda: write("/root/tried"),
    "read-home": lambda: open("/root/secret").close(),
    "shared-tmp": lambda: os.stat("/tmp/shared"),
    "device": lambda: os.stat("/dev/net"),
    "realtime": lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1)),
    "affinity": lambda: os.sched_setaffinity(0, {0}),
    "hostname": lambda: socket.sethostname("lab"),
    "personality": lambda: call(libc.personality, 0x0008),
    "kernel-setting": kernel_setting,
    "control-group": control_group,
    "namespace": lambda: call(libc.unshare, 0x10000000),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
    "packet": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
    "low-port": lambda: socket.create_server(("127.0.0.1", 81)).close(),
    "processes": lambda: os.stat("/proc/1"),
    "statistics": lambda: os.stat("/proc/meminfo"),
    "run-memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC).close(),
    "change-user": lambda: os.setuid(65534),
    "chown": lambda: os.chown(own("chown"), 1, 1),
    "setuid-file": lambda: os.chmod(own("setuid"), 0o4755),
    "readable-file": lambda: holds(os.stat(own("readable")).st_mode & stat.S_IROTH),
    "chroot": lambda: os.chroot("/srv"),
    "mount": lambda: call(libc.mount, b"none", b"/mnt", b"tmpfs", 0, None),
    "connect": lambda: socket.create_connection(("127.0.0.1", 80), 5).close(),
}


def tried(attempt):
    """Forks, so that one try does not decide about the next."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            attempt()
            os.write(writer, b"done")
        except OSError as e:
            os.write(writer, str(e).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text or "ended"


names = sys.argv[1:] or list(TRIES)
with open(os.path.join(STATE, "result"), "w") as result:
    for name in names:
        result.write("%s: %s\n" % (name, tried(TRIES[name])))
