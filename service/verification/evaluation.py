"""Evaluates who can make a part and at what price, and caches that for the next order of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

import orjson

from service.catalogue.snapshot import CatalogueSnapshot
from service.manufacturing.quoting import findings, record, shared_record
from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.matching import Matching
from service.manufacturing.quoting.matching.ranking import preferred
from service.manufacturing.quoting.quote_json import QuoteJson
from service.manufacturing.quoting.record import Measured
from service.manufacturing.quoting.record_json import EvaluationJson, InputsJson
from service.values.json_object import read_only
from service.verification import quoting

#: Conclusions kept for the next order of the same parts in the same quarter of an hour. A key
#: stands for all that its conclusion depends on, which is frozen: none goes out of date.
REMEMBERED = 256


@dataclass(frozen=True)
class EvaluationKey:
    """What it depends on. The digest stands for all inputs, the catalogue among them."""

    inputs_digest: str
    names: tuple[str, ...]
    placed_at: datetime
    inputs: InputsJson = field(compare=False)
    files: Sequence[Measured] = field(compare=False)
    catalogue: CatalogueSnapshot = field(compare=False)

    def order(self) -> Order:
        """What contractors are asked for."""
        return record.order_of(self.inputs, self.files, self.placed_at)


@dataclass(frozen=True)
class Evaluation:
    """The calculated part of a record. Many orders share it: it must not be changed."""

    content: EvaluationJson[QuoteJson]

    @property
    def is_complete(self) -> bool:
        """Whether it has every quote there is."""
        return record.count_of_suitable(self.content) == len(self.content["quotes"])

    def digest_with(self, **fields: Any) -> str:
        """The digest of the record with what is the order's own."""
        for_clients = record.canonical({**self._fragments, "quotes": self._shown_quotes, **fields})
        return hashlib.sha256(for_clients).hexdigest()

    @cached_property
    def digest(self) -> str:
        """The same for the same conclusion, whoever asked."""
        return hashlib.sha256(self._text).hexdigest()

    @cached_property
    def shared(self) -> Mapping[str, Any]:
        """The columns of the RecordContent that it is kept in, but for its digest."""
        best = self._usually_ranked[:1]
        return {
            "content": shared_record.deflated(self._text),
            "inputs": self.content["inputs"],
            "suitable": self.suitable,
            "best_quote": dict(best[0]["total"]) if best else None,
            "findings": findings.of_record(self.content),
        }

    @cached_property
    def suitable(self) -> list[str]:
        """The contractors that suit, in the usual order of ranking."""
        return [quote["contractor_id"] for quote in self._usually_ranked]

    def ranked(
        self, priorities: Mapping[str, int] | None, further: Sequence[QuoteJson] = ()
    ) -> Sequence[QuoteJson]:
        """The quotes, and `further` ones, in the order that the client prefers."""
        usual = priorities is None and not further
        return self._usually_ranked if usual else self._ranked(priorities, further)

    @cached_property
    def _text(self) -> bytes:
        return record.canonical(self._fragments)

    @cached_property
    def _fragments(self) -> dict[str, orjson.Fragment]:
        return {name: _fragment(value) for name, value in self.content.items()}

    @cached_property
    def _shown_quotes(self) -> orjson.Fragment:
        quotes = record.sealed_quotes(self.content["quotes"], record.quote_for_client)
        return _fragment(quotes)

    @cached_property
    def _usually_ranked(self) -> Sequence[QuoteJson]:
        return self._ranked(None, ())

    def _ranked(
        self, priorities: Mapping[str, int] | None, further: Sequence[QuoteJson]
    ) -> Sequence[QuoteJson]:
        quotes = [*self.content["quotes"], *further]
        return [quote for quote, _ in preferred(quotes, priorities)]


def _fragment(value: Any) -> orjson.Fragment:
    return orjson.Fragment(record.canonical(value))


@lru_cache(maxsize=REMEMBERED)
def conclusion(question: EvaluationKey) -> Evaluation:
    """Ask every contractor of the catalogue for parts that are all measured."""
    matching = quoting.matching(question.order(), question.catalogue)
    return _concluded(question.inputs, question.files, matching)


def without_files(inputs: InputsJson, order: Order, catalogue: CatalogueSnapshot) -> Evaluation:
    """The conclusion for an order of which no file is there; nobody verifies by it."""
    return _concluded(inputs, (), quoting.matching(order, catalogue))


def unmeasured(inputs: InputsJson, files: Sequence[Measured]) -> Evaluation:
    """The conclusion for parts of which some cannot be measured: nobody can make them."""
    return _concluded(inputs, files, None)


def _concluded(
    inputs: InputsJson, files: Sequence[Measured], matching: Matching | None
) -> Evaluation:
    content: EvaluationJson[QuoteJson] = {
        "format": record.FORMAT,
        "engine_version": inputs["engine_version"],
        "rules_version": inputs["rules_version"],
        "inputs": inputs,
        "inputs_digest": record.digest(inputs),
        "files": inputs["files"],
        **record.conclusion(inputs, files, matching),
    }
    return Evaluation(read_only(content))
