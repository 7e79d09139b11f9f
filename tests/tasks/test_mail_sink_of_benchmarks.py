"""What takes the mails of benchmarks hears each to its end, however its bytes come."""

import asyncio

import pytest

from benchmarks.mail_sink import Conversation

MAIL = b"EHLO us\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n", b"Subject: x\r\n\r\n..\r\n.\r\n"


class Wire(asyncio.Transport):
    """Keeps what is answered."""

    def __init__(self):
        super().__init__()
        self.answers = []
        self.is_closed = False

    def write(self, data):
        self.answers += [line[:4] for line in data.split(b"\r\n") if line]

    def close(self):
        self.is_closed = True


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_two_mails_and_a_goodbye_are_answered_in_their_order(size):
    wire, conversation = Wire(), Conversation()
    conversation.connection_made(wire)
    for heard in (*MAIL, b"RSET\r\n", *MAIL, b"QUIT\r\n"):
        for start in range(0, len(heard), size):
            conversation.data_received(heard[start : start + size])
    greeting, *answers, goodbye = wire.answers
    mail = [b"250-", b"250-", b"250 ", b"250 ", b"250 ", b"354 ", b"250 "]
    assert (greeting, goodbye, wire.is_closed) == (b"220 ", b"221 ", True)
    assert answers == [*mail, b"250 ", *mail]
