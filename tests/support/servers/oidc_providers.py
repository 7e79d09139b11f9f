"""A provider of identities as a process: the npm package oidc-provider, with people of a test."""

import json
import re
import shutil
import socket
import subprocess
from contextlib import contextmanager
from urllib.parse import urljoin

import httpx

from tests.support.paths import ROOT

FOLDER = ROOT / "tests" / "support" / "oidc_provider"
CLIENT_ID, CLIENT_SECRET = "werkbank", "a secret: of the 'test' & more"
#: Why tests of it are skipped where it cannot run.
REASON = "OpenID Connect needs node, and `npm ci --prefix tests/support/oidc_provider`"


def is_installed():
    """Whether it can be run here."""
    return bool(shutil.which("node")) and (FOLDER / "node_modules" / "oidc-provider").exists()


@contextmanager
def oidc_provider(people, redirect_uris, onward, told_of_logouts):
    """The address of a provider that knows `people`: claims by the name of a login.

    It tells the address `told_of_logouts` of whom it has logged out.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": redirect_uris,
        "post_logout_redirect_uris": [onward],
        "backchannel_logout_uri": told_of_logouts,
    }
    process = subprocess.Popen(
        ["node", "provider.js", str(port), json.dumps([client]), json.dumps(people)],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert "ready" in iter(process.stdout.readline, "").__next__()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def person():
    """The browser of somebody whom the provider knows again."""
    return httpx.Client(trust_env=False, timeout=30)


def sign_in(address, login, until, browser=None):
    """Log in at the provider as a person does; the address under `until` that it leads back to."""
    if browser:
        return _sign_in(browser, address, login, until)
    with person() as browser:
        return _sign_in(browser, address, login, until)


def _sign_in(browser, address, login, until):
    answer = browser.get(address)
    for _ in range(20):
        if answer.is_redirect:
            address = urljoin(str(answer.url), answer.headers["Location"])
            if address.startswith(until):
                return address
            answer = browser.get(address)
            continue
        action = re.search(r'action="([^"]+)"', answer.text)[1]
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
        form = {"prompt": prompt, "login": login, "password": "any"}
        answer = browser.post(urljoin(str(answer.url), action), data=form)
    raise AssertionError("the provider leads in circles")


def sign_out(browser, address):
    """Log out at the provider, whose page asks whether one wants to."""
    answer = browser.get(address)
    action = re.search(r'action="([^"]+)"', answer.text)[1]
    xsrf = re.search(r'name="xsrf" value="(\w+)"', answer.text)[1]
    answer = browser.post(urljoin(address, action), data={"xsrf": xsrf, "logout": "yes"})
    assert answer.is_redirect, answer.text
