"""What the history says of the pieces of a contract: written by each move, folded again from it.

What is `NotRequired` is missing in rows of older formats, or where the move had nothing to say.
"""

from typing import NotRequired, TypedDict


class StartedJson(TypedDict):
    """Production begins: pieces ordered."""

    pieces: int


class ReplacementJson(TypedDict):
    """Pieces that are made anew, under the numbers from `made_from` on."""

    replacement_id: str
    made_from: int


class RunJson(ReplacementJson):
    """The same where pieces were made before: the run of the production begins at `run_from`."""

    run_from: int


class ReportJson(TypedDict):
    """Pieces that were made, and such as have failed and are replaced."""

    made: int
    failed: int
    reason: NotRequired[str]
    failed_from: NotRequired[int]
    replacement_id: NotRequired[str]
    made_from: NotRequired[int]


class FinishedJson(TypedDict):
    """The rest was made."""

    made: int


class ShippedJson(TypedDict):
    """A shipment has left; `number` counts those of the contract from 1."""

    shipment_id: str
    number: int
    pieces: int
    way: NotRequired[str]
    carrier: str | None
    tracking_number: str | None


class DeliveredJson(TypedDict):
    """Shipments have arrived."""

    shipment_ids: list[str]


class RemakeJson(RunJson):
    """Pieces are made again; `agreed` where both sides had consented."""

    pieces: int
    agreed: NotRequired[bool]
    reason: NotRequired[str]


class LossJson(TypedDict):
    """Shipments will never arrive; their pieces are made again if others are still made."""

    reason: str
    shipment_ids: list[str]
    pieces: int
    replacement_id: NotRequired[str]
    made_from: NotRequired[int]
    run_from: NotRequired[int]


class ConsentJson(TypedDict):
    """What a side agrees to, by its trigger; to `remake` perhaps for a number of pieces."""

    to: str
    pieces: NotRequired[int | None]
    reason: NotRequired[str]
