"""The ways in which parts get to the client, and what must be said of each of them."""

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from workflows.definition import Missing
from workflows.sentences import Sentence
from workflows.sentences import gettext_noop as _


class Way(Enum):
    """How a shipment travels."""

    PARCEL = "parcel"  #: with a parcel service
    FREIGHT = "freight"  #: with a forwarder, on pallets or in crates
    COLLECTION = "collection"  #: the client collects it, or has it collected
    OWN = "own"  #: the contractor brings it


#: What each is called in papers and mails.
NAMES: Final[Mapping[Way, str]] = MappingProxyType(
    {
        Way.PARCEL: _("parcel service"),
        Way.FREIGHT: _("freight forwarder"),
        Way.COLLECTION: _("collected by the client"),
        Way.OWN: _("brought by the contractor"),
    }
)
#: Those that somebody else is entrusted with, who may give the shipment a number.
CARRIED: Final = frozenset({Way.PARCEL, Way.FREIGHT})
#: What a move that ships takes.
TAKES: Final = ("way", "carrier", "tracking_number", "pieces")


def way_of(data: Mapping[str, Any]) -> Way:
    """The way that a move's body states; a parcel where it states none."""
    return Way(data.get("way") or Way.PARCEL.value)


def lacking(data: Mapping[str, Any]) -> Iterator[Missing]:
    """The carrier, where there must be one; a tracking number is never asked for."""
    way = way_of(data)
    if way in CARRIED and not str(data.get("carrier") or "").strip():
        sentence = _(
            "name the carrier of the {way}; parts that the client collects (collection) or the "
            "contractor brings (own) need none"
        )
        yield Missing("carrier", Sentence(sentence, way=way.value))
