"""A server that speaks clamd's INSTREAM and finds what holds a certain word, for tests."""

import socket
import struct
import threading
from contextlib import contextmanager

#: What it takes for malware.
HARMFUL = b"harmful-to-everybody"


class Clamd:
    """The server: `scanned` are the contents that it was shown; `answer` replaces its verdict."""

    def __init__(self, listener):
        self._listener = listener
        self.scanned = []
        self.answer = None

    def serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # the test is over
            with connection, connection.makefile("rb") as stream:
                connection.sendall(self._verdict(stream))

    def _verdict(self, stream):
        if stream.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        self.scanned.append(content)
        if self.answer is not None:
            return self.answer
        return b"stream: Test.Word FOUND\0" if HARMFUL in content else b"stream: OK\0"


@contextmanager
def running_clamd(path=None):
    """The server and its address, at a Unix socket if a `path` is given."""
    if path:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen()
        address = f"unix:{path}"
    else:
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    server = Clamd(listener)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server, address
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
