"""A service of Type=notify that keeps silent when asked to: what lab tests have supervised.

Says READY=1 at its start, unless /run/lab/mute is there, and WATCHDOG=1 ten times a second while /run/lab/silent is not.
"""
import os
import socket
import time

manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.connect(os.environ["NOTIFY_SOCKET"])
if not os.path.exists("/run/lab/mute"):
    manager.send(b"READY=1")
while True:
    if not os.path.exists("/run/lab/silent"):
        manager.send(b"WATCHDOG=1")
    time.sleep(0.1)
