"""Drives a real browser by its DevTools protocol: what it shows, asks for and complains of."""

import itertools
import json
import shutil
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from websockets.sync.client import connect

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
#: A browser of tests keeps to itself, and runs as whoever runs the tests.
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-port=0"),
    # Else each page begins a process of its own, which costs more than most pages do.
    *("--disable-back-forward-cache", "--disable-site-isolation-trials"),
)
#: How its connections are made: without a limit to messages or silence, past any proxy.
ALONE = {"max_size": None, "proxy": None, "ping_interval": None}
#: The same with WebGL, which the processor draws.
DRAWING = (
    *(option for option in OPTIONS if option != "--disable-gpu"),
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
)
#: Without WebGL, as where a driver is missing.
NOT_DRAWING = (*OPTIONS, "--disable-3d-apis")
#: Beside other tests a browser may take long to begin.
BEGINS_WITHIN_S = 60


@contextmanager
def browser(folder: Path, options=OPTIONS):
    """A page of a browser that keeps what it has in `folder`."""
    with _running(folder, options) as port, connect(_page_address(port), **ALONE) as socket:
        yield Page(socket)


@contextmanager
def browsers(folder: Path, number: int):
    """So many pages of which none knows what the others keep, as of browsers of several people."""
    with ExitStack() as stack:
        port = stack.enter_context(_running(folder))
        socket = stack.enter_context(connect(_asked(port, "version"), **ALONE))
        everybody = DevTools(socket)
        pages = []
        for _ in range(number):
            context = everybody.command("Target.createBrowserContext")["browserContextId"]
            target = everybody.command(
                "Target.createTarget", url="about:blank", browserContextId=context
            )
            address = f"ws://127.0.0.1:{port}/devtools/page/{target['targetId']}"
            pages.append(Page(stack.enter_context(connect(address, **ALONE))))
        yield pages


@contextmanager
def _running(folder, options=OPTIONS):
    """The port at which a browser listens that runs."""
    process = subprocess.Popen(
        [PROGRAM, *options, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _port_of(folder, process)
    finally:
        process.terminate()
        process.wait(30)


def _port_of(folder, process):
    port_file = folder / "DevToolsActivePort"
    until = time.monotonic() + BEGINS_WITHIN_S
    while time.monotonic() < until:
        assert process.poll() is None, "the browser has ended"
        if port_file.exists() and (lines := port_file.read_text().splitlines()):
            return lines[0]
        time.sleep(0.05)
    raise TimeoutError("the browser has not begun")


def _page_address(port):
    until = time.monotonic() + BEGINS_WITHIN_S
    while time.monotonic() < until:
        pages = [each for each in _asked(port, "list") if each["type"] == "page"]
        if pages:
            return pages[0]["webSocketDebuggerUrl"]
        time.sleep(0.05)
    raise TimeoutError("the browser has opened no page")


def _asked(port, what):
    """What the browser says of itself: its pages, or the address of the browser itself."""
    with build_opener(ProxyHandler({})).open(
        f"http://127.0.0.1:{port}/json/{what}", timeout=30
    ) as answer:
        said = json.load(answer)
    return said["webSocketDebuggerUrl"] if what == "version" else said


class PageLeft(AssertionError):
    """A page was left before it answered."""


class DevTools:
    """A connection to the browser, or to a page of it."""

    def __init__(self, socket):
        self._socket = socket
        self._numbers = itertools.count(1)

    def command(self, method, **parameters):
        """The result of a command of the protocol."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=BEGINS_WITHIN_S))
            if message.get("id") == number:
                if "navigated" in message.get("error", {}).get("message", ""):
                    raise PageLeft(message)
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def _note(self, message):
        """What the browser tells by itself."""


class Page(DevTools):
    """What is open in the browser."""

    def __init__(self, socket):
        super().__init__(socket)
        self._loaded = set()
        #: What was asked for, and what the console was told, since the page was opened.
        self.requests, self.complaints = [], []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.command(f"{domain}.enable")
        self.command("Page.setLifecycleEventsEnabled", enabled=True)

    def open(self, address):
        """Show an address, and wait until it is loaded with all that belongs to it."""
        self.command("Page.navigate", url="about:blank")  # so that a mere anchor is loaded, too
        self.requests, self.complaints = [], []
        loading = self.command("Page.navigate", url=address)["loaderId"]
        while loading not in self._loaded:
            self._note(json.loads(self._socket.recv(timeout=BEGINS_WITHIN_S)))

    def run(self, script):
        """The value of an expression; a promise is waited for."""
        result = self.command(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, condition):
        """Until an expression is true."""
        until = time.monotonic() + BEGINS_WITHIN_S
        while not self._is_true(condition):
            assert time.monotonic() < until, f"not true in time: {condition}"
            time.sleep(0.02)

    def _is_true(self, condition):
        try:
            return self.run(condition)
        except PageLeft:
            return False  # of the next page it is asked again

    def press(self, key, text=""):
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            code = {"Enter": 13, "ArrowDown": 40, "ArrowUp": 38, "Escape": 27}.get(key, 0)
            self.command(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **typed
            )

    def _note(self, message):
        method, parameters = message.get("method", ""), message.get("params", {})
        if method == "Page.lifecycleEvent" and parameters["name"] == "load":
            self._loaded.add(parameters["loaderId"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(parameters["exceptionDetails"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self.complaints.append(str(parameters["args"]))
