"""
A web server that answers at once until it is told to hang (SIGUSR1); then it accepts and never says a word. It tells the judge of every
request, and of being told to end. Arguments: its name, the port, and a file for its number if somebody wants one.
"""
import os
import select
import signal
import socket
import sys
import time

JUDGE = "/run/bench-judge/told"
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwell\n"


class Hanging:
    def __init__(self, name, port):
        self.name, self.hangs, self.held = name, False, {}
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.server = socket.create_server(("127.0.0.1", port), backlog=64)
        self.poll = select.epoll()
        self.poll.register(self.server, select.EPOLLIN)

    def tell(self, what):
        """The time is that of this process: what the judge is doing meanwhile does not matter."""
        self.told.sendto(f"{self.name} {what} {time.monotonic()} {os.getpid()}".encode(), JUDGE)

    def hang(self, *_):
        self.hangs = True

    def end(self, *_):
        self.tell("ended")
        os._exit(0)

    def serve(self):
        self.tell("born")
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor == self.server.fileno():
                    connection, _ = self.server.accept()
                    self.held[connection.fileno()] = connection
                    self.poll.register(connection, select.EPOLLIN)
                else:
                    self.heard(descriptor)

    def heard(self, descriptor):
        connection = self.held[descriptor]
        try:
            asked = connection.recv(65536)
            if asked:
                self.tell("asked")
            if asked and self.hangs:
                return
            if asked:
                connection.sendall(ANSWER)
        except OSError:
            pass  # the other side has gone
        self.poll.unregister(descriptor)
        self.held.pop(descriptor).close()


def main():
    server = Hanging(sys.argv[1], int(sys.argv[2]))
    if len(sys.argv) > 3:
        with open(sys.argv[3], "w") as file:
            file.write(str(os.getpid()))
    signal.signal(signal.SIGUSR1, server.hang)
    signal.signal(signal.SIGTERM, server.end)
    server.serve()


main()
