"""Proves that the readers of benchmarks lose nothing to proxies, which end chunks anywhere."""

import asyncio

import pytest

from benchmarks.feed_readers import FeedReader

EVENT = b'id: 7\nevent: process.sent\ndata: {"position": 7}\n\n'
HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunked(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


@pytest.mark.parametrize("at", range(1, len(EVENT)))
def test_an_event_whose_chunk_ends_anywhere_is_received(at):
    async def read():
        stream = asyncio.StreamReader()
        stream.feed_data(HEAD + chunked(EVENT[:at], EVENT[at:]))
        stream.feed_eof()
        writer = type("Writer", (), {"write": lambda self, data: None})()
        reader = FeedReader("sse", 0, "key", lambda _, event: received.append(event))
        async with asyncio.timeout(None) as reader._life:
            await reader._listen_to_stream((stream, writer))

    received = []
    with pytest.raises(EOFError):
        asyncio.run(read())
    assert received == [{"position": 7}]
