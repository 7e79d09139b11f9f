"""The page on which a contractor answers by a link, for tests that fill it in."""

import re
from uuid import UUID

from service.database import transactions
from service.database.models import Organization, Request
from service.settings import settings
from service.sourcing import answer_links


class Page:
    """What somebody sees who has nothing but a link."""

    def __init__(self, market, url):
        self._client = market.application.test_client()
        self.path = url.removeprefix(settings().public_url)
        self.answer = None
        self.look()

    def look(self):
        self.answer = self._client.get(self.path)
        return self

    @property
    def text(self):
        return self.answer.text

    def send(self, action, **fields):
        """Fill in a form as the page has it, and follow where it leads."""
        version = re.search(r'name="version" value="(\d+)"', self.text)
        form = {"version": version.group(1) if version else "1", "action": action, **fields}
        self.answer = self._client.post(self.path, data=form)
        if self.answer.status_code == 303:
            self.answer = self._client.get(self.answer.headers["Location"])
        return self.answer.status_code


def page_of(market, request):
    """The page of a request, in English."""
    speaks(request, "en")
    return Page(market, link_of(request))


def link_of(request):
    """The link that a mail about the request holds if it goes out now."""
    with transactions.reading() as session:
        row = session.get_one(Request, UUID(request["id"]))
        return answer_links.of_request(session, row.id, row.answer_by)


def speaks(request, language):
    """Let the contractor of a request read that language."""
    with transactions.writing() as session:
        session.get_one(Organization, UUID(request["contractor_id"])).language = language
