"""What a contractor of the sandbox does with an order: the client chooses it with the process."""

from enum import StrEnum


class SandboxScenario(StrEnum):
    """What a contractor of the sandbox does with an order; `completes` if nothing is chosen."""

    #: offers as quoted, makes, ships and delivers it
    COMPLETES = "completes"
    #: asks the client a question first, and goes on once it is answered
    ASKS = "asks"
    DECLINES = "declines"
    #: acknowledges the request and never answers it, so that it expires
    STAYS_SILENT = "stays_silent"
    #: lets ten of its delays pass before it offers
    OFFERS_LATE = "offers_late"
    #: asks a tenth more money and three days more than its quote
    OFFERS_MORE = "offers_more"
    #: one piece fails and is replaced
    FAILS_A_PIECE = "fails_a_piece"
    #: ships half of the pieces first, where there are two or more
    SHIPS_IN_PARTS = "ships_in_parts"
    #: the first shipment is lost, which both sides decide about like about a dispute
    LOSES_A_SHIPMENT = "loses_a_shipment"
    #: starts the production, and reports that it cannot finish it
    FAILS = "fails"
    #: consents to nothing in a dispute, so that an operator must decide
    INSISTS = "insists"
