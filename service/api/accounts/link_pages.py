"""The pages behind the links in mails about accounts, in the language of the browser."""

from collections.abc import Sequence

from flask import Response

from service.api.http.form_pages import FormButton, FormField, PageLink, form_page
from service.api.http.problem_types import row_of
from service.api.http.problems import caller_language
from service.translations import say


def link_page(
    title: str,
    lines: Sequence[str],
    *,
    fields: Sequence[FormField] = (),
    button: str | None = None,
    other_button: FormButton | None = None,
    onward: PageLink | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """A page of messages, each said in the language that the browser asks for."""
    language = caller_language()
    return form_page(
        language,
        say(title, language),
        [say(line, language) for line in lines],
        fields=fields,
        button=say(button, language) if button else None,
        other_button=other_button,
        onward=onward,
        problem=say(problem, language) if problem else None,
        status=status,
    )


def refused(title: str, error: Exception, onward: PageLink | None = None) -> Response:
    """Says why the link cannot be used, and where to go on instead."""
    row = row_of(error)
    return link_page(title, [row.title, error.args[0]], onward=onward, status=row.status)
