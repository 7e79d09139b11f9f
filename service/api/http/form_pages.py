"""Small pages behind the links in mails: a few lines, and a form that works without JavaScript."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Response, render_template

from service.translations import Language, gettext

#: What a page may load and do: its style, and its own form.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class FormField(NamedTuple):
    """A field of a form: its label is a message to translate, the rest is as HTML names it."""

    name: str
    label: str
    type: str
    autocomplete: str
    maxlength: int
    minlength: int = 0


class FormButton(NamedTuple):
    """A second button of a form, which leaves the fields empty: its label is to be translated."""

    name: str
    label: str


class PageLink(NamedTuple):
    """A way to another page of this service: its label is to be translated."""

    href: str
    label: str


def form_page(
    language: Language,
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
    """A page of lines that were translated already; with a `button` it has a form."""
    labels = {field.name: gettext(field.label, language) for field in fields}
    if other_button:
        labels[other_button.name] = gettext(other_button.label, language)
    if onward:
        labels[onward.href] = gettext(onward.label, language)
    text = render_template(
        "form.html",
        language=language,
        title=title,
        lines=lines,
        fields=fields,
        labels=labels,
        button=button,
        other_button=other_button,
        onward=onward,
        problem=problem,
    )
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = language
    return response
