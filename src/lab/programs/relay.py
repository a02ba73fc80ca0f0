"""Stands before mail servers, and does to each connection what the file FOLDER/PORT says when it comes. Arguments: the folder, the ports.

  to SERVER             passes all on, both ways
  to SERVER data N      ends both sides after N octets of the message
  to SERVER dot         passes the whole message on, and ends the connection in place of the answer to its final dot
  to SERVER drip        passes on what the server says an octet a second

SERVER is a port of this machine. What the client says is kept in FOLDER/PORT.said, so that a test sees what went in the clear; each answer
that was swallowed is a line in FOLDER/PORT.swallowed.
"""
import pathlib
import socket
import sys
import threading
import time

folder = pathlib.Path(sys.argv[1])


class Conversation:
    def __init__(self, port, client):
        words = (folder / port).read_text().split()
        self.port, self.client, self.manner, self.octets = port, client, words[2] if len(words) > 2 else "", int(words[3]) if len(words) > 3 else 0
        self.server = socket.create_connection(("127.0.0.1", int(words[1])))
        self.in_message = False  # the server has asked for it
        self.swallowing = False

    def end(self):
        for side in (self.client, self.server):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def to_server(self):
        message = b""
        while said := self.client.recv(65536):
            with open(folder / f"{self.port}.said", "ab") as file:
                file.write(said)
            if self.in_message and self.manner:
                message += said
                if self.manner == "data" and len(message) >= self.octets:
                    self.server.sendall(said[: len(said) - (len(message) - self.octets)])
                    return
                self.swallowing = self.manner == "dot" and message.endswith(b"\r\n.\r\n")
            self.server.sendall(said)

    def to_client(self):
        while said := self.server.recv(65536):
            if self.swallowing:
                with open(folder / f"{self.port}.swallowed", "ab") as file:
                    file.write(said.splitlines()[0] + b"\n")
                return
            self.in_message = self.in_message or said.startswith(b"354")
            if self.manner == "drip":
                for octet in said:
                    self.client.sendall(bytes([octet]))
                    time.sleep(1)
            else:
                self.client.sendall(said)

    def run(self, way):
        try:
            way()
        except OSError:
            pass
        self.end()


def serve(port):
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=50)
    while True:
        client, _ = listener.accept()
        try:
            conversation = Conversation(port, client)
        except OSError:  # no server there
            client.close()
            continue
        for way in (conversation.to_server, conversation.to_client):
            threading.Thread(target=conversation.run, args=[way], daemon=True).start()


for each in sys.argv[2:]:
    threading.Thread(target=serve, args=[each]).start()
