"""All who listen to the feed at once, on open streams, and everything that they might hear."""

from contextlib import ExitStack, contextmanager
from uuid import UUID

from websockets.exceptions import InvalidStatus

from service.access.actor import ActingParty
from service.access.permissions import (
    ORGANIZATION_READ,
    PROCESS_RIGHTS,
    PROCESSES_FILES,
    PROCESSES_MESSAGES,
    PROCESSES_READ,
    RIGHTS,
    ROLES,
)
from service.accounts import api_keys, authentication
from service.accounts.api_keys import KeyBounds
from service.api.http import web
from service.database import transactions
from service.events import outbox
from service.events.catalogue import TYPES_OF_FEED
from service.ids import new_id
from tests.support.callers import Caller, publish, user, visitor
from tests.support.servers.streaming import Socket, Stream, headers_of
from tests.support.waiting import eventually
from workflows.actors import Actor
from workflows.process import ProcessState
from workflows.request import RequestState

SOMEBODY = ActingParty(Actor.SYSTEM, new_id(), "Somebody")
HEARING = sorted({PROCESSES_READ, PROCESSES_MESSAGES, PROCESSES_FILES, ORGANIZATION_READ})

#: Who is concerned by an event, as the sides of one order, and the right that hears it.
CLIENT, BOTH, ALL = ("client",), ("client", "shop"), ("client", "shop", "rival")
DRAFT, NOBODY = ("guest",), ()
CATALOGUE = {
    **dict.fromkeys(
        ["project.created", "project.saved", "project.updated"], (CLIENT, PROCESSES_READ)
    ),
    "project.deleted": (DRAFT, PROCESSES_READ),
    **{f"process.{state.value}": (ALL, PROCESSES_READ) for state in ProcessState},
    **dict.fromkeys(["process.created", "process.updated"], (DRAFT, PROCESSES_READ)),
    **dict.fromkeys(["process.deleted", "process.reminder"], (BOTH, PROCESSES_READ)),
    "process.predecessor_failed": (BOTH, PROCESSES_READ),
    "process.parked": (CLIENT, PROCESSES_READ),
    "process.verification_progress": (CLIENT, PROCESSES_READ),
    "process.message": (BOTH, PROCESSES_MESSAGES),
    **dict.fromkeys(["process.file", "process.file_access"], (ALL, PROCESSES_FILES)),
    "process.file_downloaded": (CLIENT, PROCESSES_FILES),
    **{
        name: (BOTH, PROCESSES_READ)
        for state in RequestState
        if (name := f"request.{state.value}") in TYPES_OF_FEED
    },
    "request.refused": (CLIENT, PROCESSES_READ),
    "request.contractor_suspended": (CLIENT, PROCESSES_READ),
    "request.reminder": (("rival",), PROCESSES_READ),
    "offer.made": (BOTH, PROCESSES_READ),
    **dict.fromkeys(
        [
            "organization.created",
            "organization.updated",
            "organization.deleted",
            "organization.standing_changed",
            "organization.webhook_disabled",
        ],
        (CLIENT, ORGANIZATION_READ),
    ),
    **dict.fromkeys(
        ["organization.member_added", "organization.member_removed", "user.rights_changed"],
        (CLIENT, ORGANIZATION_READ),
    ),
    "access.changed": (NOBODY, ""),
}


class Reader:
    """Somebody at two open streams at once: server-sent events and a WebSocket."""

    def __init__(self, caller, **held):
        self.caller = caller
        #: {side: the rights that they hold there}; at home, everybody has all rights
        self.held = {"home": RIGHTS, **held}

    def open(self, port, after):
        """Open both, again if the machine is too busy at the moment."""
        eventually(lambda: self._opens(port, after), within_s=30)

    def _opens(self, port, after):
        sse = Stream(port, self.caller, f"?after={after}")
        if sse.answer.status == 503:
            sse.close()
            return False
        assert sse.answer.status == 200, sse.answer.read()
        try:
            self.socket = Socket(port, headers_of(self.caller)).say(after=after)
        except InvalidStatus as refusal:
            sse.close()
            if refusal.response.status_code != 503:
                raise
            return False
        self.sse = sse
        return True

    def close(self):
        self.sse.close()
        self.socket.close()

    def rightful(self, events):
        """The numbers of those events that are theirs."""
        return [
            number
            for number, sides, right in events
            if any(right in self.held.get(side, ()) for side in sides)
        ]

    def heard(self, last):
        """The numbers that come at each of both streams, up to the last one or the end."""
        ways = (lambda: (self.sse.event() or (None,))[-1]), self.socket.message
        return [list(_numbers(way, last)) for way in ways]


def _numbers(next_one, last):
    number = None
    while number != last:
        if not isinstance(event := next_one(), dict):
            yield "the end"
            return
        if "number" in event["data"]:
            number = event["data"]["number"]
            yield number


class Cast:
    """All who listen: the sides of an order, and those who belong to none of them."""

    def __init__(self, application):
        self.application = application
        self.number = 0
        self.parties = {"home": []}
        self.readers = {}
        for side in ("client", "shop", "rival"):
            owner = user(application, side.title())
            self.parties[side] = [UUID(owner.me["home_id"])]
            self.readers[side] = Reader(owner, **{side: RIGHTS})
            del self.readers[side].held["home"]
        guest = visitor(application)
        self.parties["guest"] = [_visitor_id(guest)]
        self.readers["visitor"] = Reader(guest, guest=PROCESS_RIGHTS)
        del self.readers["visitor"].held["home"]
        self.add("stranger")
        self.add("operator", is_operator=True)

    def add(self, name, **more):
        """A reader with an organization of their own."""
        caller = user(self.application, name.title().replace(" ", ""), **more)
        self.parties["home"].append(UUID(caller.me["home_id"]))
        self.readers[name] = Reader(caller)
        return caller

    def add_colleague(self, name, role):
        """A reader who is one of the client's people."""
        caller = self.add(name)
        body = {"email": caller.me["user"]["email"], "role": role}
        added = self.readers["client"].caller.post(self.members(), body)
        assert added.status_code == 201, added.text
        self.readers[name].held["client"] = ROLES[role]
        return caller

    def add_bearer(self, name, owner, rights):
        """A program with a key that may only so much of what its owner may."""
        with transactions.writing() as session:
            owner_id = UUID(self.readers[owner].caller.me["user"]["id"])
            secret, key = api_keys.issue(session, owner_id, name=name, bounds=KeyBounds(rights))
        held = {side: own & rights for side, own in self.readers[owner].held.items()}
        self.readers[name] = Reader(Caller(self.application, secret))
        self.readers[name].held = held
        return key.id

    def members(self):
        """Where the client's members are."""
        return f"/organizations/{self.parties['client'][0]}/members"

    @contextmanager
    def listening(self, port):
        """All of them at their streams."""
        after = publish()
        with ExitStack() as stack:
            for reader in self.readers.values():
                reader.open(port, after)
                stack.callback(reader.close)
            yield

    def tell_everything(self):
        """Each type of event happens, and last one for each right that concerns everybody;
        (number, sides, right) of each."""
        everybody = [(tuple(self.parties), right) for right in HEARING]
        events = []
        with transactions.writing() as session:
            for type, (sides, right) in [
                *CATALOGUE.items(),
                *(("process.updated", each) for each in everybody),
            ]:
                self.number += 1
                events.append((self.number, sides, right))
                outbox.announce(
                    session,
                    type,
                    actor=SOMEBODY,
                    parties=[party for side in sides for party in self.parties[side]],
                    right=right,
                    data={"number": self.number, "user_ids": [], "credential_ids": []},
                )
        publish()
        return events

    def check(self, events):
        """Everybody hears exactly what is theirs, and who may not listen any more is cut off."""
        for name, reader in self.readers.items():
            right = reader.rightful(events) or ["the end"]
            sse, socket = reader.heard(right[-1])
            assert sse == right, name
            assert socket == right, name


def _visitor_id(guest):
    with transactions.reading() as session:
        cookie = guest.client.get_cookie(web.SESSION_COOKIE).value
        return authentication.authenticate(session, None, cookie).visitor_id
