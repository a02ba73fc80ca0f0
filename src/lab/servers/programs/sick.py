"""Servers of no protocol, each ill in another way: on a TCP port in the clear, ten above it over TLS, on a UDP port, and on a
socket in the file system."""
import asyncio
import os
import ssl

FIRST_PORT = 7001
MANNERS = ("garbage", "drip", "endless", "silent")
GARBAGE = b"\x01\x02garbage\r\n\x00\xff" * 100
STREAM = b"x" * 65536
# No datagrams for ever: whoever asked is gone without a word.
MOST_DATAGRAMS = 5000


async def serve(manner, reader, writer):
    try:
        if manner == "garbage":
            writer.write(GARBAGE)
        while manner == "drip":
            writer.write(b"2")
            await asyncio.sleep(1)
        while manner == "endless":
            writer.write(STREAM)
            await writer.drain()
        while await reader.read(65536):
            pass
    except OSError:
        pass
    finally:
        writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, manner):
        self.manner = manner

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        if self.manner == "garbage":
            self.transport.sendto(GARBAGE[:64], address)
        if self.manner in ("drip", "endless"):
            asyncio.ensure_future(self.answer(address))

    async def answer(self, address):
        for _ in range(MOST_DATAGRAMS if self.manner == "endless" else 10):
            if self.manner == "endless":
                self.transport.sendto(STREAM[:512], address)
                await asyncio.sleep(0.0005)
            else:
                self.transport.sendto(b"2", address)
                await asyncio.sleep(1)

    def error_received(self, gone):
        pass


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain("/etc/lab/server.pem", "/etc/lab/server.key")
    loop = asyncio.get_running_loop()
    for number, manner in enumerate(MANNERS):
        port = FIRST_PORT + number

        async def handler(reader, writer, manner=manner):
            await serve(manner, reader, writer)

        await asyncio.start_server(handler, "127.0.0.1", port, backlog=1000)
        await asyncio.start_server(handler, "127.0.0.1", port + 10, ssl=tls, backlog=1000)
        path = f"{os.environ['RUNTIME_DIRECTORY']}/{manner}"
        await asyncio.start_unix_server(handler, path, backlog=1000)
        os.chmod(path, 0o666)
        await loop.create_datagram_endpoint(lambda manner=manner: Datagrams(manner), ("127.0.0.1", port))
    await asyncio.Event().wait()


asyncio.run(main())
