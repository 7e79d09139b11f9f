"""The page of the browsers in which somebody is signed in, each of which can be signed out."""

from functools import partial
from operator import attrgetter
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from service.accounts import sessions as use_cases
from service.api.http import paging, web
from service.console.rendering import acts, blueprint, see, shows
from service.console.settings_frame import page_query, render_setting, signed_in
from service.values.browser_names import browser_name


@blueprint.get("/account/sessions")
@shows
def sessions() -> ResponseReturnValue:
    """Where they are signed in, and since when."""
    me = signed_in()
    fetch = partial(use_cases.list_mine, web.db(), me)
    rows, following = paging.page(page_query(), fetch, attrgetter("id"))
    return render_setting(
        "account/sessions.html",
        sessions=rows,
        following=following,
        current_id=me.credential_id,
        browser_name=browser_name,
    )


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@acts(lambda session_id: sessions())
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign a browser out."""
    use_cases.end_mine(web.db(), signed_in(), session_id)
    return see(url_for("console.sessions", done="ended"))


@blueprint.post("/account/sessions/end")
@acts(sessions)
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other browser out."""
    use_cases.end_others(web.db(), signed_in())
    return see(url_for("console.sessions", done="ended"))
