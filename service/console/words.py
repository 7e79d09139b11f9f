"""What the console calls things: steps, states that ask for something, units, fields, ways out."""

from collections.abc import Mapping
from typing import NamedTuple

from service.api.sourcing.answer_words import DECLINED, TAKEN
from service.translations import gettext_noop as _
from workflows.process import ProcessState
from workflows.request import RequestState
from workflows.steps import STEP_OF, Step


class StepShown(NamedTuple):
    """A step of an order beside the others: its name, and whether it lies behind the part."""

    name: str
    mark: str


NAMES: Mapping[Step, str] = {
    Step.CONFIGURED: _("Configured"),
    Step.CHECKED: _("Checked"),
    Step.ASKED: _("Asked"),
    Step.OFFERED: _("Offered"),
    Step.ORDERED: _("Ordered"),
    Step.MADE: _("Made"),
    Step.DELIVERED: _("Delivered"),
}
STEPS = tuple(Step)
#: What a client reads of a part in a list: its step, or more where that says too little.
STATE_WORDS: Mapping[ProcessState, str] = {
    ProcessState.DRAFT: _("Not checked yet"),
    ProcessState.WAITING: _("Waiting for other parts"),
    ProcessState.VERIFYING: _("Being checked"),
    ProcessState.VERIFICATION_FAILED: _("Not makeable like this"),
    ProcessState.SENDING: _("Being sent"),
    ProcessState.CLARIFICATION: _("Question to you"),
    ProcessState.DECLINED: _("Nobody makes it"),
    ProcessState.IN_PRODUCTION: _("Being made"),
    ProcessState.IN_DELIVERY: _("On its way"),
    ProcessState.DISPUTED: _("Disputed"),
    ProcessState.COMPLETED: _("Completed"),
    ProcessState.CANCELLED: _("Called off"),
    ProcessState.FAILED: _("Failed"),
}
#: Endings of the models that can be dropped; anything else goes along as a paper.
MODELS = ".stl,.3mf,.obj,.ply,.glb,.step,.stp"
#: Units of models, the likeliest first.
UNITS: Mapping[str, str] = {
    "mm": _("millimetres"),
    "cm": _("centimetres"),
    "inch": _("inches"),
    "m": _("metres"),
    "micron": _("micrometres"),
    "foot": _("feet"),
}
#: How large the same model is drawn in each of them, in per cent of the largest.
UNITS_DRAWN: Mapping[str, int] = {
    "micron": 14,
    "mm": 30,
    "cm": 48,
    "inch": 62,
    "foot": 84,
    "m": 100,
}
CATEGORIES: Mapping[str, str] = {
    "polymer": _("Plastics"),
    "metal": _("Metals"),
    "ceramic": _("Ceramics"),
    "resin": _("Resins"),
    "elastomer": _("Elastomers"),
    "composite": _("Composites"),
    "sand": _("Sand"),
    "paper": _("Paper"),
}


def state_word(state: ProcessState | str) -> str:
    """Where a part stands, in a word or two."""
    known = ProcessState(state)
    step = STEP_OF[known]
    return STATE_WORDS.get(known) or NAMES[step or Step.CONFIGURED]


def step_of(state: ProcessState | str) -> list[StepShown]:
    """All steps with their marks: done, now or open; all open for what has ended in nothing."""
    reached = STEP_OF[ProcessState(state)]
    place = STEPS.index(reached) if reached else -1
    is_over = ProcessState(state) is ProcessState.COMPLETED
    return [
        StepShown(NAMES[step], _mark(index, place, is_over=is_over))
        for index, step in enumerate(STEPS)
    ]


def _mark(index: int, place: int, *, is_over: bool) -> str:
    if index < place or (is_over and index == place):
        return "done"
    return "now" if index == place else "open"


class WaitingText(NamedTuple):
    """What a state waits for, said to its client: without a date, and with one."""

    plain: str
    until: str | None = None


#: Moves that go on without a form, the one that finishes most first.
NEXT: Mapping[str, str] = {
    "deliver": _("The parts have arrived"),
    "complete": _("Everything is right: complete the order"),
}
WAYS_OUT: Mapping[str, str] = {
    "settle": _("Settle: everything stays as it is, and the order is completed."),
    "remake": _("Have pieces made again, at no further cost."),
    "give_up": _("Give the order up: it ends as failed."),
}
S = ProcessState
WAITING: Mapping[ProcessState, WaitingText] = {
    S.DRAFT: WaitingText(_("You are still configuring this part.")),
    S.WAITING: WaitingText(_("This part waits for others of the project to be completed.")),
    S.VERIFYING: WaitingText(_("The part is being checked and priced.")),
    S.VERIFICATION_FAILED: WaitingText(_("It cannot be made as configured; see what would help.")),
    S.VERIFIED: WaitingText(
        _("The part is checked; nobody has been asked yet."),
        _("The part is checked, and its prices hold until {moment}. Nobody has been asked yet."),
    ),
    S.SENDING: WaitingText(_("Your request is on its way to the contractors.")),
    S.SENT: WaitingText(
        _("The contractors have your request. Nobody is bound yet."),
        _("The contractors answer by {moment}. Nobody is bound until you accept an offer."),
    ),
    S.CLARIFICATION: WaitingText(
        _("A contractor has a question; they can offer once you have answered."),
        _("A contractor has a question; please answer by {moment}."),
    ),
    S.OFFERED: WaitingText(
        _("There are binding offers. Accepting one makes a contract with that contractor."),
        _(
            "There are binding offers, the first of which ends on {moment}. Accepting one makes "
            "a contract with that contractor."
        ),
    ),
    S.DECLINED: WaitingText(
        _("Nobody who was asked makes this part; choose others, or change it.")
    ),
    S.CONFIRMED: WaitingText(
        _("Ordered: you and the contractor are bound. Production starts next.")
    ),
    S.IN_PRODUCTION: WaitingText(_("The parts are being made.")),
    S.PRODUCED: WaitingText(_("The parts are made and will be shipped next.")),
    S.IN_DELIVERY: WaitingText(
        _("The parts are on their way. Say so here once they have arrived.")
    ),
    S.DELIVERED: WaitingText(
        _("The parts are with you. Complete the order, or say what is wrong."),
        _(
            "The parts are with you. Unless you say what is wrong, the order is completed on "
            "{moment}."
        ),
    ),
    S.DISPUTED: WaitingText(_("Disputed: the order ends in the way to which both sides agree.")),
    S.COMPLETED: WaitingText(_("Delivered, accepted and done.")),
    S.CANCELLED: WaitingText(_("This order was called off.")),
    S.FAILED: WaitingText(_("This order could not be made or delivered.")),
}
#: What a client reads of a contractor that was asked.
REQUEST_WORDS: Mapping[RequestState, str] = {
    RequestState.QUEUED: _("is being asked"),
    RequestState.DISPATCHING: _("is being asked"),
    RequestState.DISPATCHED: _("was asked"),
    RequestState.ACKNOWLEDGED: _("has seen it"),
    RequestState.CLARIFICATION: _("has a question"),
    RequestState.OFFERED: _("has made an offer"),
    RequestState.ACCEPTED: _("has the order"),
    RequestState.DECLINED: _("has declined"),
    RequestState.EXPIRED: _("did not answer in time"),
    RequestState.WITHDRAWN: _("was told that it is withdrawn"),
    RequestState.LOST: _("was not chosen"),
    RequestState.UNREACHABLE: _("could not be reached"),
    RequestState.REFUSED: _("could not take it"),
}
#: The groups of the inbox, in their order.
R = RequestState
JOB_STATES: Mapping[RequestState, str] = {
    R.DISPATCHED: _("New"),
    R.ACKNOWLEDGED: _("Seen, to be answered"),
    R.CLARIFICATION: _("Your question is with the client"),
    R.ACCEPTED: _("Won"),
    R.OFFERED: _("Offered"),
    R.LOST: _("Lost"),
    R.DECLINED: _("Declined"),
    R.EXPIRED: _("Expired"),
    R.WITHDRAWN: _("Withdrawn"),
}
#: The groups of what the contractor has the order of, in place of the one for all of it.
ORDER_STATES: Mapping[ProcessState, str] = {
    S.DISPUTED: _("Disputed"),
    S.CONFIRMED: _("Won"),
    S.IN_PRODUCTION: _("Being made"),
    S.PRODUCED: _("To be shipped"),
    S.IN_DELIVERY: _("On its way"),
    S.DELIVERED: _("Delivered"),
    S.COMPLETED: _("Completed"),
    S.CANCELLED: _("Called off"),
    S.FAILED: _("Failed"),
}
#: The groups of the inbox in their order, each by its title.
JOB_GROUPS = tuple(
    title
    for state, word in JOB_STATES.items()
    for title in (ORDER_STATES.values() if state is R.ACCEPTED else (word,))
)


def job_group(state: RequestState, order: ProcessState | None) -> str | None:
    """The title of the group of a request; None where the inbox lists none like it."""
    if state is R.ACCEPTED and order:
        return ORDER_STATES.get(order)
    return JOB_STATES.get(state)


#: How a dependency is.
HEALTH: Mapping[str, str] = {
    "ok": _("Everything works"),
    "degraded": _("Something works later than it should"),
    "down": _("Something is down"),
}
#: How one dependency is.
CONDITIONS: Mapping[str, str] = {
    "ok": _("works"),
    "degraded": _("impaired"),
    "down": _("down"),
}
DEPENDENCIES: Mapping[str, str] = {
    "database": _("Database"),
    "redis": "Redis",
    "worker": _("Workers"),
    "scheduler": _("Scheduler"),
    "streams": _("Streams"),
    "storage": _("Storage"),
    "mail": _("Mail server"),
}
#: What mails are about that tell of no event.
MAILS: Mapping[str, str] = {
    "request": _("Request to a contractor"),
    "password_reset": _("Link to choose a new password"),
    "password_changed": _("Password changed"),
    "new_device": _("Sign-in on a new device"),
    "device_approval": _("Link to approve a new device"),
    "device_approval_off": _("Approval of new devices switched off"),
    "passkey_added": _("Passkey added"),
    "passkey_removed": _("Passkey removed"),
    "new_key": _("New API key"),
    "key_revoked": _("API key revoked"),
    "second_factor_on": _("Second factor switched on"),
    "second_factor_off": _("Second factor switched off"),
    "recovery_code_used": _("Recovery code used"),
    "provider_linked": _("Identity provider connected"),
    "email_confirmation": _("Link to confirm an address"),
    "organization_email": _("Link to confirm an organization's address"),
    "invitation": _("Invitation"),
    "offer_confirmation": _("Link to confirm an offer"),
    "contractor_waits": _("A contractor waits to be approved"),
    "contractor_approved": _("Contractor approved"),
    "contractor_suspended": _("Contractor suspended"),
}
#: What a form has done, as the page after it says.
DONE: Mapping[str, str] = {
    "saved": _("Saved."),
    "ended": _("Signed out there."),
    "revoked": _("Revoked: it opens nothing any more."),
    "deleted": _("Deleted."),
    "invited": _("Invited: a mail with a link is on its way."),
    "taken_back": _("Taken back: the link of the invitation works no longer."),
    "removed": _("Removed: they belong to the organization no longer."),
    "left": _("You have left the organization."),
    "linked": _("Linked: you can sign in through it from now on."),
    "unlinked": _("Unlinked: it signs nobody in to this account any more."),
    "mailed": _("A mail with the link is on its way."),
    "organization_deleted": _("The organization is deleted."),
    "forgotten": _("Forgotten: every other device is new again."),
    "passkey_removed": _("Removed: it lets nobody in any more."),
    "sent_again": _("It is sent again."),
    "offer": TAKEN["offer"],
    "offers": _("Your offers are with the client."),
    "ask": TAKEN["ask"],
    "decline": DECLINED,
    "acknowledge": TAKEN["acknowledge"],
    "reported": _("It is noted, and the client can see it."),
    "written": _("Your message is sent."),
    "retried": _("A worker tries it again."),
    "resumed": _("The service sends again."),
    "decided": _("The dispute has ended as you decided, and both sides are told."),
}
