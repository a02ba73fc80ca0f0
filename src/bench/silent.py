"""Accepts every connection, never says a word, and hangs up once the other side does. Argument: the port."""
import select
import socket
import sys


def main():
    server = socket.create_server(("", int(sys.argv[1])), backlog=4096)
    server.setblocking(False)
    poll = select.epoll()
    poll.register(server, select.EPOLLIN)
    held = {}
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == server.fileno():
                accept(server, poll, held)
            elif not heard(held[descriptor]):
                poll.unregister(descriptor)
                held.pop(descriptor).close()


def accept(server, poll, held):
    try:
        while True:
            connection, _ = server.accept()
            connection.setblocking(False)
            held[connection.fileno()] = connection
            poll.register(connection, select.EPOLLIN)
    except BlockingIOError:
        pass


def heard(connection):
    """Whether the other side is still there."""
    try:
        return connection.recv(65536) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


main()
