"""Takes mails on this machine and forgets them: python -m benchmarks.mail_sink PORT.

It reads each to its end and answers, and no more, for a receiver stands on another machine: what it
does with a mail must not take from the two cores on which a benchmark runs.
"""

import asyncio
import sys
from typing import Final

#: What ends a mail (RFC 5321, section 4.1.1.4).
END: Final = b"\r\n.\r\n"
#: Bytes of a mail that it takes, as it announces (RFC 1870).
MOST_BYTES: Final = 1 << 25
ANSWERS: Final = {
    b"EHLO": b"250-localhost\r\n250-SIZE %d\r\n250 8BITMIME\r\n" % MOST_BYTES,
    b"HELO": b"250 localhost\r\n",
    b"MAIL": b"250 OK\r\n",
    b"RCPT": b"250 OK\r\n",
    b"RSET": b"250 OK\r\n",
    b"NOOP": b"250 OK\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 goodbye\r\n",
}


class Conversation(asyncio.Protocol):
    """One client that hands mails over."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._heard = bytearray()
        self._takes_mail = False
        transport.write(b"220 localhost\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        searched = max(0, len(self._heard) - len(END))
        self._heard += data
        while True:
            end = END if self._takes_mail else b"\r\n"
            place = self._heard.find(end, searched)
            if place < 0:
                return
            line = bytes(self._heard[:4]).upper()
            del self._heard[: place + len(end)]
            searched = 0
            self._answer(line)

    def _answer(self, command: bytes) -> None:
        if self._takes_mail:
            self._takes_mail = False
            self._transport.write(b"250 taken\r\n")
            return
        self._transport.write(ANSWERS.get(command, b"502 not known here\r\n"))
        self._takes_mail = command == b"DATA"
        if command == b"QUIT":
            self._transport.close()


async def take(port: int) -> None:
    """Take mails until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Conversation, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(take(int(sys.argv[1])))
