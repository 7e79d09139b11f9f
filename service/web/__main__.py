"""`python -m service.web` serves the application; `--fd` names a socket that listens already."""

import argparse
import socket

from service.web import server


def main() -> None:
    """Serve until asked to end."""
    parser = argparse.ArgumentParser(prog="python -m service.web")
    parser.add_argument("--fd", type=int, help="number of a file that is a listening socket")
    number = parser.parse_args().fd
    server.run(None if number is None else socket.socket(fileno=number))


if __name__ == "__main__":
    main()
