"""The facts about a process that guards look at, and the guards that say what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.definition import Guard, Missing
from workflows.sentences import Sentence
from workflows.sentences import gettext_noop as _


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One model file. `sizes` says what each unit would mean: {"mm": "20.0 x 20.0 x 20.0 mm"}."""

    name: str
    unit: str | None = None
    #: the format itself says the unit (3MF, STEP)
    carries_unit: bool = False
    sizes: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """A process as its guards see it. The defaults describe a draft just created."""

    model_files: tuple[FileFacts, ...] = ()
    quantity: int | None = None
    #: a material, or at least a technology
    material_chosen: bool = False
    #: what the processes are called that must be completed first, but are not
    open_predecessors: tuple[str, ...] = ()
    #: those of them that never will be, with the state in which they ended
    failed_predecessors: Mapping[str, str] = field(default_factory=dict)
    verification_exists: bool = False
    #: nothing that the chosen quotes rest on has changed since, and they are still valid
    verification_fresh: bool = False
    #: what has changed, in sentences
    stale_because: tuple[str, ...] = ()
    #: the chosen contractors by name, and those of them that cannot make the part
    chosen: tuple[str, ...] = ()
    chosen_unsuitable: tuple[str, ...] = ()
    #: those of them that have declined this very part, and whether they are asked all the same
    chosen_declined: tuple[str, ...] = ()
    ask_again: bool = False
    #: requests that may still bring an offer, or have brought one that binds
    open_requests: int = 0
    #: questions of contractors that nobody has answered yet
    open_questions: int = 0
    binding_offers: int = 0
    #: the triggers that the other side has agreed to (see the move `consent`)
    contractor_consents: frozenset[str] = frozenset()
    client_consents: frozenset[str] = frozenset()
    #: for how many pieces each of them has agreed to a remake; None where no number was named
    contractor_remakes: int | None = None
    client_remakes: int | None = None
    #: of a contract: pieces still to be made, replacements included; pieces that were reported in
    #: this run of the production; made and not shipped; shipments that have not arrived
    pieces_left: int = 0
    pieces_reported: int = 0
    pieces_ready: int = 0
    shipments_on_their_way: int = 0
    #: where the parts go is stated
    delivery_address_stated: bool = False
    #: the owner is a visitor: nobody knows yet who they are
    visitor: bool = False


def has_model_files(facts: ProcessFacts) -> Iterator[Missing]:
    """There is a model file."""
    if not facts.model_files:
        yield Missing(
            "files",
            _("upload at least one model that is to be made; references and papers are not"),
        )


def has_units(facts: ProcessFacts) -> Iterator[Missing]:
    """Every model file has a unit, its own or a stated one: never guessed (ISO/ASTM 52901)."""
    for file in facts.model_files:
        if file.unit is None and not file.carries_unit:
            would = ", ".join(f"{unit}: {size}" for unit, size in file.sizes.items())
            meaning = f" ({would})" if would else ""
            yield Missing(
                "unit",
                Sentence(
                    _("state the unit of '{name}', it carries none{meaning}"),
                    name=file.name,
                    meaning=meaning,
                ),
            )


def has_quantity(facts: ProcessFacts) -> Iterator[Missing]:
    """The quantity is at least one piece."""
    if facts.quantity is None:
        yield Missing("quantity", _("say how many pieces are wanted"))
    elif facts.quantity < 1:
        yield Missing(
            "quantity",
            Sentence(
                _("{quantity} pieces cannot be made; ask for at least 1"), quantity=facts.quantity
            ),
        )


def has_material(facts: ProcessFacts) -> Iterator[Missing]:
    """A material or at least a technology is chosen."""
    if not facts.material_chosen:
        yield Missing("material_id", _("choose a material or at least a technology"))


def predecessors_are_completed(facts: ProcessFacts) -> Iterator[Missing]:
    """All processes that this one depends on are completed."""
    living = [name for name in facts.open_predecessors if name not in facts.failed_predecessors]
    if living:
        yield Missing(
            "dependencies", Sentence(_("not completed yet: {names}"), names=", ".join(living))
        )
    yield from no_predecessor_has_failed(facts)


def a_predecessor_is_open(facts: ProcessFacts) -> Iterator[Missing]:
    """Some process that this one depends on is not completed."""
    if not facts.open_predecessors:
        yield Missing("dependencies", _("there is nothing to wait for"))


def no_predecessor_has_failed(facts: ProcessFacts) -> Iterator[Missing]:
    """No process that this one depends on was cancelled or has failed."""
    for name, state in facts.failed_predecessors.items():
        yield Missing(
            "dependencies",
            Sentence(
                _("{name} is {state} and will never be completed; wait for another one"),
                name=name,
                state=state,
            ),
        )


def verification_is_fresh(facts: ProcessFacts) -> Iterator[Missing]:
    """There is a verification, and nothing that it rests on has changed since."""
    if not facts.verification_exists:
        yield Missing("verification", _("the process has not been verified"))
    elif not facts.verification_fresh:
        reasons = f" ({'; '.join(facts.stale_because)})" if facts.stale_because else ""
        yield Missing(
            "verification",
            Sentence(_("the verification is stale{reasons}; verify again"), reasons=reasons),
        )


def choice_can_make_it(facts: ProcessFacts) -> Iterator[Missing]:
    """At least one contractor is chosen, and each chosen one can make the part."""
    if not facts.chosen:
        yield Missing("choice", _("choose at least one contractor"))
    for name in facts.chosen_unsuitable:
        yield Missing(
            "choice",
            Sentence(_("{name} cannot make the part; choose another contractor"), name=name),
        )


def choice_has_not_declined(facts: ProcessFacts) -> Iterator[Missing]:
    """No chosen contractor has declined the part already, unless the client insists."""
    for name in () if facts.ask_again else facts.chosen_declined:
        declined = _(
            "{name} has declined this part already; choose another contractor, "
            "or send with ask_again"
        )
        yield Missing("choice", Sentence(declined, name=name))


def owner_is_known(facts: ProcessFacts) -> Iterator[Missing]:
    """The owner has an account, so that contractors know whom they deal with."""
    if facts.visitor:
        yield Missing("owner", _("log in or register; contractors must know who asks them"))


def no_request_is_open(facts: ProcessFacts) -> Iterator[Missing]:
    """No contractor may still answer, and no offer binds."""
    if facts.open_requests:
        yield Missing(
            "requests",
            Sentence(_("still open with contractors: {number}"), number=facts.open_requests),
        )


def a_question_is_open(facts: ProcessFacts) -> Iterator[Missing]:
    """Some contractor waits for an answer."""
    if not facts.open_questions:
        yield Missing("questions", _("no contractor waits for an answer"))


def an_offer_binds(facts: ProcessFacts) -> Iterator[Missing]:
    """At least one offer is still valid."""
    if not facts.binding_offers:
        yield Missing("offers", _("there is no offer that is still valid"))


def a_delivery_address_is_stated(facts: ProcessFacts) -> Iterator[Missing]:
    """It is stated where the parts go."""
    if not facts.delivery_address_stated:
        yield Missing(
            "delivery_address",
            _("state where the parts are delivered to: delivery_address, or delivery_address_id"),
        )


def pieces_are_left(facts: ProcessFacts) -> Iterator[Missing]:
    """Some piece is still to be made."""
    if not facts.pieces_left:
        yield Missing("made", _("every piece is made already; finish the production"))


def every_piece_is_made(facts: ProcessFacts) -> Iterator[Missing]:
    """Every piece is made, replacements included, or progress was never reported."""
    if facts.pieces_left and facts.pieces_reported:
        yield Missing("made", Sentence(_("still to be made: {number}"), number=facts.pieces_left))


def a_part_is_ready(facts: ProcessFacts) -> Iterator[Missing]:
    """Pieces are made and not shipped, and not the last ones."""
    if not facts.pieces_ready:
        yield Missing("pieces", _("no piece is made that could be shipped"))
    elif facts.pieces_ready + facts.pieces_left < 2:
        yield Missing("pieces", _("it is the last piece; ship it as the rest, once all are made"))


def a_shipment_is_on_its_way(facts: ProcessFacts) -> Iterator[Missing]:
    """A shipment has not arrived yet."""
    if not facts.shipments_on_their_way:
        yield Missing("shipment_id", _("no shipment is on its way"))


def several_shipments_are_on_their_way(facts: ProcessFacts) -> Iterator[Missing]:
    """More than one shipment has not arrived yet."""
    if facts.shipments_on_their_way < 2:
        yield Missing("shipment_id", _("it is the last shipment; note the delivery as a whole"))


def client_has_consented(facts: ProcessFacts) -> Iterator[Missing]:
    """The client has consented to something."""
    if not facts.client_consents:
        yield Missing("to", _("the client has consented to nothing"))


def contractor_has_consented(facts: ProcessFacts) -> Iterator[Missing]:
    """The contractor has consented to something."""
    if not facts.contractor_consents:
        yield Missing("to", _("the contractor has consented to nothing"))


def contractor_agrees_to(trigger: str) -> Guard[ProcessFacts]:
    """A guard: the contractor has consented to `trigger`."""

    def contractor_agrees(facts: ProcessFacts) -> Iterator[Missing]:
        """The contractor has consented."""
        if trigger not in facts.contractor_consents:
            yield Missing(
                "consent",
                Sentence(_("the contractor has not consented to {trigger}"), trigger=trigger),
            )

    return contractor_agrees


def client_agrees_to(trigger: str) -> Guard[ProcessFacts]:
    """A guard: the client has consented to `trigger`."""

    def client_agrees(facts: ProcessFacts) -> Iterator[Missing]:
        """The client has consented."""
        if trigger not in facts.client_consents:
            yield Missing(
                "consent", Sentence(_("the client has not consented to {trigger}"), trigger=trigger)
            )

    return client_agrees
