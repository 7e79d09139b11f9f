"""Stands in for a reader that a model has taken over: tries what such a one would do.

Runs as the child of `service.files.analysis_child`, confined as that one is, and answers for each
try with what came of it.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from service.files import analysis_child

REQUEST = json.loads(sys.argv[1])
#: Read before the child is confined: what else it is to try lies beside the model.
TARGETS = json.loads(Path(REQUEST["path"]).with_suffix(".json").read_text())
#: What a job may write, and a place beside it.
OUT = Path(REQUEST["out"])


def outcome(action):
    """What an action gives, or the number of the error that it ends with."""
    try:
        return str(action())
    except OSError as error:
        return f"errno {error.errno}"


def connect(kind, address):
    with socket.socket(kind, socket.SOCK_STREAM) as client:
        client.connect(address)
    return "connected"


def open_pair():
    first, second = socket.socketpair()
    first.close()
    second.close()


def fork():
    if not (child := os.fork()):
        os._exit(0)
    os.waitpid(child, 0)
    return "forked"


def start_thread():
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return "joined"


def write_much():
    with OUT.open("wb", buffering=0) as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))
    return "wrote 1 GiB"


def syscall(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(number, *arguments)
    return f"errno {ctypes.get_errno()}" if result < 0 else "done"


def beside(name, action):
    return outcome(lambda: action(OUT.with_name(name)))


def attack(path, limits, reached):
    """Try everything; {what was tried: what came of it}."""
    tried = {
        "read the model": outcome(lambda: len(path.read_bytes()) > 0),
        "write what is asked for": outcome(lambda: OUT.write_text("x")),
        "start a thread": outcome(start_thread),
        "the environment": " ".join(sorted(os.environ)),
        "connect by TCP": outcome(lambda: connect(socket.AF_INET, tuple(TARGETS["server"]))),
        "connect by a Unix socket": outcome(lambda: connect(socket.AF_UNIX, TARGETS["socket"])),
        "a pair of sockets": outcome(open_pair),
        "fork": outcome(lambda: [fork() for _ in range(100)]),
        "run a program": outcome(lambda: subprocess.run(["/bin/true"], check=True)),
        "exec": outcome(lambda: os.execv("/bin/true", ["true"])),
        "kill the parent": outcome(lambda: os.kill(os.getppid(), 0)),
        "kill all": outcome(lambda: os.kill(-1, 0)),
        "signal myself": outcome(lambda: os.kill(os.getpid(), 0)),
        "write 1 GiB": outcome(write_much),
        "overwrite the model": outcome(lambda: path.write_bytes(b"")),
        "write beside the model": outcome(lambda: path.with_name("new").write_bytes(b"")),
        "a file more": beside("more", lambda place: place.write_text("x")),
        "a file in the folder for such": outcome(lambda: Path("/tmp/werkbank-more").touch()),
        "a link to a secret": beside("link", lambda place: place.symlink_to("/etc/passwd")),
        "a device": beside("dev", lambda place: os.mknod(place, 0o20666, os.makedev(1, 3))),
        "open files": outcome(lambda: [os.open(path, os.O_RDONLY) for _ in range(100)]),
        "more of everything": outcome(
            lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
        )
        if os.geteuid()
        else "root",
        "io_uring": syscall(425, 1, None),
        "clone a process": syscall(56, signal.SIGCHLD, 0, 0, 0, 0),
        "open by handle": syscall(304, 0, None, 0),
        "trace the parent": syscall(101, 16, os.getppid(), 0, 0),
        "a namespace": syscall(272, 0x10000000),
        "bpf": syscall(321, 0, None, 0),
    }
    for name in TARGETS["files"]:
        tried[f"read {name}"] = outcome(lambda name=name: Path(name).read_bytes()[:20])
    for name in TARGETS["folders"]:
        tried[f"list {name}"] = outcome(lambda name=name: os.listdir(name))
    return {"geometry": tried}


if __name__ == "__main__":
    analysis_child.analyse_here = attack
    analysis_child.main()
