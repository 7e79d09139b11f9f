"""Looks up again what the readers of open streams may see: at events, and every now and then."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from itertools import islice
from uuid import UUID

from service.access.permissions import NOBODY, Credential, Principal
from service.events import access_changes
from service.events.streaming.live_subscribers import LiveSubscribers
from service.events.streaming.subscribers import UNAUTHENTICATED, Subscriber
from service.events.visibility import Published

#: Seconds between two looks at each one's rights, for sessions and keys that end by themselves.
RIGHTS_S = 15.0
#: Readers who are looked up at a time: while that is calculated, requests and events get less of
#: the interpreter.
TOGETHER = 100

#: Finds out who holds each of these sessions and keys now; those that do not hold are left out.
Holders = Callable[[Collection[Credential]], Awaitable[Mapping[Credential, Principal]]]


class RightsLookup:
    """Keeps the principals of all `readers`, and where they stand in `live`, up to date."""

    def __init__(
        self, readers: Collection[Subscriber], live: LiveSubscribers, holders: Holders
    ) -> None:
        self._readers = readers
        self._live = live
        self._holders = holders
        self._looking = asyncio.Lock()

    async def renew(self, is_meant: Callable[[Subscriber], bool]) -> None:
        """Look up again what readers may see; end the streams of those who are nobody now."""
        async with self._looking:  # so that what was looked up last is what counts
            readers = [reader for reader in self._readers if is_meant(reader)]
            credentials = {reader.credential for reader in readers}
            holders = await self._holders(credentials) if credentials else {}
            for reader in readers:
                principal = holders.get(reader.credential, NOBODY)
                if principal != reader.principal:
                    self._live.change_principal(reader, principal)
                if principal == NOBODY:
                    reader.end(UNAUTHENTICATED, "the session or the API key does not hold")

    async def renew_concerned(self, events: Iterable[Published]) -> None:
        """Look up again those whose rights these events change."""
        changes = [c for event in events if (c := access_changes.concerned(event))]
        if changes:
            users = frozenset[UUID]().union(*(change.users for change in changes))
            credentials = frozenset[UUID]().union(*(change.credentials for change in changes))
            await self.renew(
                lambda reader: (
                    reader.principal.user_id in users or reader.credential[1] in credentials
                )
            )

    async def renew_due(self) -> bool:
        """Look up again those whose turn it is; True."""
        now = asyncio.get_running_loop().time()
        due = iter([reader for reader in self._readers if now >= reader.rights_due])
        while some := set(islice(due, TOGETHER)):
            await self.renew(some.__contains__)
            for reader in some:  # spread, for all at the same moment would take long
                reader.rights_due = now + RIGHTS_S * random.uniform(0.5, 1)
        return True
