"""receiver.py PORT: a satellite receiver as gpsd reads one over TCP, with a fix."""
import asyncio
import functools
import sys
import time


def sentence(body):
    checksum = functools.reduce(lambda sum, byte: sum ^ byte, body.encode(), 0)
    return f"${body}*{checksum:02X}\r\n".encode()


def fix():
    now = time.gmtime()
    clock, day = time.strftime("%H%M%S.00", now), time.strftime("%d%m%y", now)
    return (sentence(f"GPGGA,{clock},4717.11399,N,00833.91590,E,1,08,1.01,499.6,M,48.0,M,,")
            + sentence("GPGSA,A,3,23,29,07,08,09,18,26,28,,,,,1.94,1.01,1.65")
            + sentence(f"GPRMC,{clock},A,4717.11399,N,00833.91590,E,0.004,77.52,{day},,,A"))


async def serve(_, writer):
    try:
        while True:
            writer.write(fix())
            await writer.drain()
            await asyncio.sleep(0.5)
    except OSError:
        writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1])) as server:
        await server.serve_forever()


asyncio.run(main())
