"""websocket.py PORT TLS-PORT: WebSockets that say everything back."""
import asyncio
import ssl
import sys

from websockets.asyncio.server import serve


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain("/etc/lab/server.pem", "/etc/lab/server.key")
    async with serve(echo, "127.0.0.1", int(sys.argv[1])), serve(echo, "127.0.0.1", int(sys.argv[2]), ssl=tls):
        await asyncio.Event().wait()


asyncio.run(main())
