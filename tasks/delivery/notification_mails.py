"""Mails people what happened: what one project has news of, or the events of a day in a digest."""

from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from typing import Final

from service import clock
from service.database import transactions
from service.database.due_conditions import Condition, Conditions
from service.database.models import Notification
from service.documents.catalogue_names import catalogue_name
from service.documents.layout.page import shortened
from service.errors import Busy
from service.files import previews, storage
from service.manufacturing.geometry.meshes import Unreadable
from service.notifications import mail_queue, queue, selection, unsubscribe_links
from service.notifications.order_facts import ModelContent, OfferFacts
from service.notifications.preferences import KINDS, NotificationChannel
from service.notifications.queue import Item, NotificationMail
from service.notifications.unsubscribe_links import ALL, Subscription
from service.settings import settings
from service.translations import Language, choose_language, formats, gettext, gettext_noop, ngettext
from service.values.mailed_names import harmless
from tasks.channels.request_mail import address
from tasks.delivery import mail_attempts
from tasks.mail.template import MailContent
from tasks.mail.wording import LONGEST_TEXT, greeting, text_in_mail, title_in_mail
from workflows.project import ProjectStatus
from workflows.shipping import NAMES, Way

#: What comes before news of an order to try out, in every language.
SANDBOX = "[Sandbox] "
#: Letters of a title in a subject, and below it.
LONGEST_TITLE, LONGEST_TITLE_BELOW = 60, 200
#: Characters of a message among the news of a day.
LONGEST_IN_DIGEST = 200
#: Instead of "on their way", where it is the client who fetches them.
TO_BE_COLLECTED = gettext_noop("the parts are ready to be collected")
MOVES: dict[ProjectStatus, str] = {
    ProjectStatus.ACTION_REQUIRED: gettext_noop("your move"),
    ProjectStatus.WAITING_FOR_CONTRACTOR: gettext_noop("the contractor's move"),
    ProjectStatus.WAITING_FOR_CLIENT: gettext_noop("the client's move"),
}
#: That a mail may be due, or that there are events of which to tell.
IS_DUE: Condition = selection.IS_BEHIND | mail_queue.has_due(Notification)
_IS_BEHIND: Final = Conditions(selection.IS_BEHIND)


def send_due(goes_on: Callable[[], bool] = lambda: True) -> int:
    """Note who is to be told of what was published, and mail what is due; letters that went out."""
    with transactions.reading() as session:
        (behind,) = _IS_BEHIND.hold(session)
    if behind:
        with transactions.writing() as session:
            selection.queue_notifications(session)
    return mail_attempts.send_each(queue.claim_mail, _send, goes_on)


def _send(letter: NotificationMail) -> bool:
    return mail_attempts.send_queued(
        Notification, letter.ids, partial(compose, letter), f"note-{letter.ids[0]}"
    )


def compose(letter: NotificationMail) -> EmailMessage:
    """The mail; a repeat has the same Message-ID. Raises DispatchRefused if the address is none."""
    language = choose_language(letter.language)
    stop = _stop_url(letter, _kind(letter))
    mail = mail_attempts.compose(
        f"note {letter.ids[0]}",
        address(letter.name, letter.email),
        subject(letter, language),
        MailContent(
            language,
            lines=tuple(_lines(letter, language)),
            headlines=[_sentence(item, language) for item in letter.items],
            asides=[line for item in letter.items for line in _asides(letter, item, language)],
            quotes=[_quote(letter, item, language) for item in letter.items if item.message],
            small=tuple(_small(letter, language, stop)),
            links=_links(letter, language, stop),
            facts=tuple(_facts(letter, language)),
            picture=_picture(letter.order.model),
        ),
    )
    mail["List-Unsubscribe"] = f"<{stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return mail


def _kind(letter: NotificationMail) -> str:
    """The type of events that a mail tells of; ALL if it is a digest or they are of several."""
    types = {item.type for item in letter.items}
    return types.pop() if letter.channel is NotificationChannel.MAIL and len(types) == 1 else ALL


def subject(letter: NotificationMail, language: Language) -> str:
    """What happened, to what, and whose move it is."""
    if letter.channel is NotificationChannel.MAIL:
        return _latest(letter, language)
    count = len(letter.items)
    return ngettext(
        "Werkbank, {day}: one news item for {organization}",
        "Werkbank, {day}: {count} news items for {organization}",
        count,
        language,
        day=formats.day(clock.now().astimezone(letter.zone), language),
        count=count,
        organization=shortened(harmless(letter.organization), LONGEST_TITLE),
    )


def _latest(letter: NotificationMail, language: Language) -> str:
    """The latest of the events, for it is how things stand, and how many more there are."""
    latest, more = headline(letter.items[-1], language), len(letter.items) - 1
    if not more:
        return latest
    return ngettext(
        "{latest} (and one more news item)",
        "{latest} (and {count} more news items)",
        more,
        language,
        latest=latest,
        count=more,
    )


def headline(item: Item, language: Language, longest: int = LONGEST_TITLE) -> str:
    """One event in one line: "Bracket: an offer has come in, your move"."""
    collected = item.data.get("way") == Way.COLLECTION.value
    description = TO_BE_COLLECTED if collected else KINDS[item.type].description
    event = gettext(description, language)
    about = shortened(title_in_mail(item.about, language), longest)
    line = f"{SANDBOX * item.sandbox}{about}: {event}"
    return f"{line}, {gettext(MOVES[item.phase], language)}" if item.phase in MOVES else line


def _lines(letter: NotificationMail, language: Language) -> Iterator[str]:
    yield greeting(letter.name, language)
    for place, item in enumerate(letter.items):
        yield from _item(letter, item, language)
        following = letter.items[place + 1 : place + 2]
        # What follows each other about one order has one way to it.
        if item.process_id and item.process_id not in [next.process_id for next in following]:
            yield _process_url(item.process_id)


def _small(letter: NotificationMail, language: Language, stop: str) -> Iterator[str]:
    yield gettext(
        "You are receiving this as a member of {organization} on Werkbank.",
        language,
        organization=harmless(letter.organization),
    )
    if _kind(letter) != ALL:
        yield gettext("To stop emails of this kind: {url}", language, url=stop)
    yield gettext("To stop all emails: {url}", language, url=_stop_url(letter, ALL))


def _sentence(item: Item, language: Language) -> str:
    return f"{headline(item, language, LONGEST_TITLE_BELOW)}."


def _item(letter: NotificationMail, item: Item, language: Language) -> Iterator[str]:
    yield _sentence(item, language)
    yield from _asides(letter, item, language)
    if item.offer and len(letter.items) > 1 and (offer := ", ".join(_offer(item.offer, language))):
        yield f"{offer}."
    if shipment := ", ".join(_shipment(item, language)):
        yield f"{shipment}."
    if item.message:
        yield _quote(letter, item, language)
    elif reason := item.data.get("reason"):
        yield gettext("Reason: {reason}", language, reason=text_in_mail(str(reason)))
    if item.type.endswith(".reminder") and (due_at := item.data.get("due_at")):
        moment = formats.moment(datetime.fromisoformat(due_at), language, letter.zone)
        yield gettext("The deadline is {moment}.", language, moment=moment)


def _asides(letter: NotificationMail, item: Item, language: Language) -> Iterator[str]:
    """Who it was and when, and where the history of the order stood then."""
    moment = formats.moment(item.at, language, letter.zone)
    if item.actor:
        yield gettext("By {actor}, {moment}.", language, actor=harmless(item.actor), moment=moment)
    else:
        yield f"{moment}."
    if item.head:
        yield gettext("History: {head}", language, head=item.head)


def _quote(letter: NotificationMail, item: Item, language: Language) -> str:
    is_digest = letter.channel is NotificationChannel.DIGEST
    words = text_in_mail(item.message, LONGEST_IN_DIGEST if is_digest else LONGEST_TEXT)
    return gettext("“{words}”", language, words=words)


def _offer(offer: OfferFacts, language: Language) -> Iterator[str]:
    """Whose offer it is, its price and its lead time, where several pieces of news are told."""
    contractor = harmless(offer.contractor)
    if offer.amount is None:
        if contractor:
            yield contractor
    else:
        amount = formats.money(offer.amount, offer.currency, language)
        price = gettext("{price} without tax", language, price=amount)
        yield f"{contractor}: {price}" if contractor else price
    if offer.lead_time_days:
        yield formats.day_count(offer.lead_time_days, language)


def _shipment(item: Item, language: Language) -> Iterator[str]:
    """How parts have left, if the event is about that."""
    if way := item.data.get("way"):
        yield gettext("Way of shipment: {way}", language, way=gettext(NAMES[Way(way)], language))
    if carrier := item.data.get("carrier"):
        yield harmless(carrier)
    if number := item.data.get("tracking_number"):
        yield gettext("tracking number {number}", language, number=harmless(number))


def _facts(letter: NotificationMail, language: Language) -> Iterator[tuple[str, str]]:
    """The figures of the order and of its only offer: labels, and what stands for them."""
    if (offer := letter.items[0].offer) and len(letter.items) == 1:
        if offer.contractor:
            yield gettext("Contractor", language), harmless(offer.contractor)
        if offer.amount is not None:
            price = formats.money(offer.amount, offer.currency, language)
            yield gettext("Price without tax", language), price
        if offer.lead_time_days:
            yield gettext("Lead time", language), formats.day_count(offer.lead_time_days, language)
    order = letter.order
    if order.quantity:
        yield gettext("Quantity", language), formats.number(order.quantity, 0, language)
    if order.material:
        material = catalogue_name(order.material, language)
        yield gettext("Material", language), harmless(material)


def _picture(model: ModelContent | None) -> bytes | None:
    """The part as PNG; None if it cannot be drawn now: the mail goes without."""
    if model is None:
        return None
    try:
        path = previews.picture(storage.current_storage(), model.sha256, model.unit)
        return path.read_bytes()
    except (Unreadable, storage.ContentMissing, Busy, OSError):
        return None


def _process_url(process_id: str) -> str:
    return f"{settings().public_url}/app/parts/{process_id}"


def _links(letter: NotificationMail, language: Language, stop: str) -> dict[str, str]:
    """Where lines lead, and what the button or link says."""
    links = {url: gettext("unsubscribe", language) for url in (stop, _stop_url(letter, ALL))}
    for item in letter.items:
        if item.process_id:
            is_ours = item.phase is ProjectStatus.ACTION_REQUIRED
            words = gettext_noop("Go on") if is_ours else gettext_noop("See the order")
            links[_process_url(item.process_id)] = gettext(words, language)
    return links


def _stop_url(letter: NotificationMail, type: str) -> str:
    of = Subscription(letter.user_id, letter.organization_id, type)
    return f"{settings().public_url}/unsubscribe/{unsubscribe_links.make_token(of)}"
