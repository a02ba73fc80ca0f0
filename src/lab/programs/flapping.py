"""Listens on a port; while there is a file of the name given, it comes and goes twice a second. Arguments: the port, the file."""
import pathlib
import socket
import sys
import time

port, flapping = int(sys.argv[1]), pathlib.Path(sys.argv[2])
LOOK = 0.5  # seconds

while True:
    listener = socket.create_server(("127.0.0.1", port), backlog=100)
    listener.settimeout(LOOK)
    since = time.monotonic()
    while not flapping.exists() or time.monotonic() - since < LOOK:
        try:
            listener.accept()[0].close()
        except TimeoutError:
            pass
    listener.close()
    time.sleep(LOOK)
