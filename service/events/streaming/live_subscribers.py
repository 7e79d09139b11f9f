"""Indexes the subscribers that receive events as they come, by the parties they act for."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from service.access.permissions import Principal
from service.events.streaming.subscribers import Subscriber


class LiveSubscribers:
    """An index of subscribers; who is in it is `live`."""

    def __init__(self) -> None:
        self._by_party: dict[UUID, set[Subscriber]] = defaultdict(set)

    def add(self, reader: Subscriber) -> None:
        """Let a reader get events as they come."""
        reader.live = True
        for party in reader.principal.parties:
            self._by_party[party].add(reader)

    def discard(self, reader: Subscriber) -> None:
        """Let a reader get none any more; harmless for one who gets none."""
        if reader.live:
            reader.live = False
            for party in reader.principal.parties:
                self._by_party[party].discard(reader)
                if not self._by_party[party]:
                    del self._by_party[party]

    def change_principal(self, reader: Subscriber, principal: Principal) -> None:
        """Let a reader be somebody else, with other rights; who was live stays so."""
        live = reader.live
        self.discard(reader)
        reader.principal = principal
        if live:
            self.add(reader)

    def with_parties(self, parties: Iterable[UUID]) -> set[Subscriber]:
        """Those who act for one of these parties."""
        return {reader for party in parties for reader in self._by_party.get(party, ())}
