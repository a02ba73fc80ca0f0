"""exchange.py PORT TLS-PORT FILE: stands in for a server that Debian does not have. Says what the real one said, as it is written in
the file, as long as the probe says what it said then: hexadecimal bytes, of the probe after > and of the server after <."""
import asyncio
import itertools
import ssl
import sys


def turns(path):
    lines = [line.split() for line in open(path, encoding="ascii") if line[0] in "<>"]
    return [(side, bytes.fromhex("".join(words[1] for words in group)))
            for side, group in itertools.groupby(lines, lambda words: words[0])]


async def play(script, reader, writer):
    try:
        for side, data in script:
            if side == "<":
                writer.write(data)
                await writer.drain()
            elif await reader.readexactly(len(data)) != data:
                break
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    script = turns(sys.argv[3])
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain("/etc/lab/server.pem", "/etc/lab/server.key")

    async def handler(reader, writer):
        await play(script, reader, writer)

    await asyncio.start_server(handler, "127.0.0.1", int(sys.argv[1]))
    await asyncio.start_server(handler, "127.0.0.1", int(sys.argv[2]), ssl=tls)
    await asyncio.Event().wait()


asyncio.run(main())
