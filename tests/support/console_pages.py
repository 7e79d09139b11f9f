"""Reads pages of the console over HTTP and sends their forms, as a browser without scripts does."""

import io

from tests.support import meshes

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def page(caller, path, **headers):
    answer = caller.get(f"//app{path}", headers={**HTML, **headers})
    assert answer.mimetype == "text/html", answer.text
    return answer


def send(caller, path, fields=(), *, token=None, **headers):
    """Send a form as a page of this service does."""
    token = caller.headers.get("X-CSRF-Token", "") if token is None else token
    form = {"csrf_token": token, **dict(fields)}
    headers = {**HTML, "Origin": "http://localhost", **headers}
    return caller.ask("POST", f"//app{path}", headers=headers, data=form)


def dropped(caller, name="cube.stl", content=None, **fields):
    """The address of the part that a file became, which was dropped without scripts."""
    file = (io.BytesIO(content or meshes.cube_stl()), name)
    answer = send(caller, "", {"file": file, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix("/app")
