"""Uses the console in a real browser, as somebody does who reads, types and clicks."""

import base64
import json

from service.api.http import web


class Visit:
    """One person at a browser; what the console complained of, and asked for, is kept."""

    def __init__(self, page, url):
        self._page, self._url = page, url
        self.complaints, self.asked_for = [], []
        self.run = page.run
        self._agent = page.command("Browser.getVersion")["userAgent"]
        self._emulated = {}

    def forget(self):
        """Be a browser that was never here, as wide as a screen, light, in English."""
        # The page of whoever was here before goes on asking, and is nobody's any more.
        self._page.open("about:blank")
        self._page.complaints, self._page.requests = [], []
        self._page.command("Network.clearBrowserCookies")
        self._page.command("Storage.clearDataForOrigin", origin=self._url, storageTypes="all")
        self.look(language="en", scheme="light", width=1280)
        self._page.command("Emulation.setTouchEmulationEnabled", enabled=False)

    def look(self, *, language, scheme, width):
        """Read in a language, light or dark, in a window of a width."""
        self._emulate(
            "Network.setUserAgentOverride", userAgent=self._agent, acceptLanguage=language
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self._emulate("Emulation.setEmulatedMedia", features=features)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self._emulate("Emulation.setDeviceMetricsOverride", **size)

    def _emulate(self, command, **values):
        """Let it be so until it is changed, which no page does."""
        if self._emulated.get(command) != values:
            self._page.command(command, **values)
            self._emulated[command] = values

    def narrow(self):
        """Hold a phone."""
        self.look(language="en", scheme="light", width=390)
        self._page.command("Emulation.setTouchEmulationEnabled", enabled=True)

    def be(self, person):
        """Have the session of somebody who is logged in."""
        secret = person.cookies[web.SESSION_COOKIE]
        self._page.command(
            "Network.setCookie", name=web.SESSION_COOKIE, value=secret, url=self._url
        )

    def wait_for(self, condition):
        """Until an expression is true, or names something that is there."""
        self._page.wait_for(f"!!(document.body && ({condition}))")

    @property
    def path(self):
        """Where the browser is."""
        return self.run("location.pathname")

    def open(self, path):
        """Show a page, and wait until it is loaded."""
        self._keep()
        self._page.open(self._url + path)
        self._keep()

    def arrive(self, path):
        """Wait until a page of that path is there, with its scripts."""
        is_there = f"location.pathname.startsWith({json.dumps(path)})"
        self.wait_for(f"{is_there} && document.readyState === 'complete'")
        self._keep()

    def click(self, selector):
        """Click what a selector names."""
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def tap(self, x, y, *, touch=False):
        """Press a point of the window with the mouse, or with a finger."""
        if touch:
            self._page.command(
                "Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}]
            )
            self._page.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
            return
        for kind in ("mousePressed", "mouseReleased"):
            self._page.command(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    def press(self, words):
        """Press the button with these words, once it is there."""
        buttons = "[...document.querySelectorAll('button')]"
        button = f"{buttons}.find(each => each.innerText.trim() === {json.dumps(words)})"
        self.wait_for(button)
        self.run(f"{button}.click()")

    def key(self, key, text=""):
        """Press a key, which may type a letter."""
        self._page.press(key, text)

    def fill(self, **fields):
        """Type into fields by their ids, and leave each."""
        for name, value in fields.items():
            self.run(
                f"(field => {{ field.value = {json.dumps(str(value))};"
                " field.dispatchEvent(new Event('change', {bubbles: true})); })"
                f"(document.getElementById({json.dumps(name)}))"
            )

    def choose_files(self, selector, *paths):
        """Choose files in a field."""
        document = self._page.command("DOM.getDocument")["root"]["nodeId"]
        field = self._page.command("DOM.querySelector", nodeId=document, selector=selector)
        names = [str(path) for path in paths]
        self._page.command("DOM.setFileInputFiles", nodeId=field["nodeId"], files=names)

    def picture(self):
        """What is seen in the window, as PNG."""
        self.run(
            "(document.activeElement?.blur(), "
            "Promise.all([...document.images].map(each => each.decode().catch(() => {}))))"
        )
        return base64.b64decode(self._page.command("Page.captureScreenshot")["data"])

    def text_of(self, selector):
        """What is read there."""
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def _keep(self):
        self.complaints += self._page.complaints
        self.asked_for += [each for each in self._page.requests if each != "about:blank"]
        self._page.complaints, self._page.requests = [], []
