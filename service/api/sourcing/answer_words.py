"""What the page for answering a request says, in English and German."""

from service.translations import Language

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Request {number}", "Anfrage {number}"),
    "opening": ("{client} would like you to make this.", "{client} möchte das fertigen lassen."),
    "answer_by": ("Please answer by {moment}.", "Bitte antworten Sie bis {moment}."),
    "project": ("Project", "Projekt"),
    "quantity": ("Pieces", "Stückzahl"),
    "parts": ("Parts", "Teile"),
    "order": ("The order", "Der Auftrag"),
    "notes": ("Notes of the client", "Anmerkungen des Auftraggebers"),
    "quote": ("Calculated from your rates", "Nach Ihren Sätzen kalkuliert"),
    "total": ("Total", "Summe"),
    "days": ("{count} calendar days", "{count} Kalendertage"),
    "day": ("1 calendar day", "1 Kalendertag"),
    "dossier": ("Dossier as PDF", "Dossier als PDF"),
    "your_answer": ("Your answer", "Ihre Antwort"),
    "as_quoted": ("Offer at this price", "Zu diesem Preis anbieten"),
    "as_quoted_hint": (
        "A binding offer of {total}, as calculated.",
        "Ein verbindliches Angebot über {total}, wie kalkuliert.",
    ),
    "arrival": ("At the client", "Beim Auftraggeber"),
    "arrives": (
        "on {day} if accepted today ({days})",
        "am {day} bei Annahme heute ({days})",
    ),
    "arrives_as_agreed": ("on {day} as agreed", "am {day} wie vereinbart"),
    "otherwise": ("Offer another price or date", "Anderen Preis oder Termin anbieten"),
    "amount": ("Total price in {currency}", "Gesamtpreis in {currency}"),
    "delivery_date": (
        "The parts are with the client on (if the offer is accepted today)",
        "Die Teile sind beim Auftraggeber am (bei Annahme heute)",
    ),
    "valid_until": ("The offer binds until", "Das Angebot bindet bis"),
    "note": ("Note to the client (optional)", "Anmerkung (freiwillig)"),
    "make_offer": ("Make this offer", "Dieses Angebot machen"),
    "ask": ("Ask the client", "Rückfrage stellen"),
    "question": ("Your question", "Ihre Frage"),
    "send_question": ("Send the question", "Frage senden"),
    "decline": ("Decline", "Ablehnen"),
    "reason": ("Reason (optional)", "Grund (freiwillig)"),
    "decline_button": ("Decline the request", "Anfrage ablehnen"),
    "acknowledge": ("I have seen it and will answer", "Gesehen, ich antworte noch"),
    "messages": ("Messages", "Nachrichten"),
    "attached": ("Attached", "Angehängt"),
    "offers": ("Your offers", "Ihre Angebote"),
    "offer_line": (
        "Offer {number}: {total}, with the client {arrives}, valid until {until}",
        "Angebot {number}: {total}, beim Auftraggeber {arrives}, gültig bis {until}",
    ),
    "superseded": ("superseded", "ersetzt"),
    "binding": (
        "An offer is binding. The client sees it at once.",
        "Ein Angebot ist verbindlich. Der Auftraggeber sieht es sofort.",
    ),
    "link_note": (
        "Whoever has this link can answer for {contractor}. It ends with the request.",
        "Wer diesen Link hat, kann für {contractor} antworten. Er endet mit der Anfrage.",
    ),
    "done_acknowledge": ("Thank you. The client sees it.", "Danke. Der Auftraggeber sieht es."),
    "done_ask": ("Your question is on its way.", "Ihre Frage ist unterwegs."),
    "done_offer": ("Your offer is with the client.", "Ihr Angebot liegt dem Auftraggeber vor."),
    "done_decline": (
        "You have declined the request. There is nothing more to do.",
        "Sie haben die Anfrage abgelehnt. Es ist nichts weiter zu tun.",
    ),
    "state_dispatched": ("New", "Neu"),
    "state_acknowledged": ("Seen, to be answered", "Gesehen, noch zu beantworten"),
    "state_clarification": ("Your question is with the client", "Rückfrage beim Auftraggeber"),
    "state_offered": ("Offered, the client decides", "Angeboten, der Auftraggeber entscheidet"),
    "state_accepted": ("Accepted: the order is yours", "Angenommen: Der Auftrag ist Ihrer"),
    "accepted": (
        "The client has accepted your offer. To report progress and shipment, log in or use the "
        "API.",
        "Der Auftraggeber hat Ihr Angebot angenommen. Fortschritt und Versand melden Sie nach dem "
        "Anmelden oder über die API.",
    ),
    "closed": ("The request is closed", "Die Anfrage ist beendet"),
    "closed_declined": ("You have declined it.", "Sie haben sie abgelehnt."),
    "closed_expired": (
        "The time to answer, or the validity of your offer, is over.",
        "Die Zeit für eine Antwort, oder die Gültigkeit Ihres Angebots, ist abgelaufen.",
    ),
    "closed_withdrawn": ("The client has withdrawn it.", "Der Auftraggeber hat sie zurückgezogen."),
    "closed_lost": (
        "The client has decided otherwise.",
        "Der Auftraggeber hat anders entschieden.",
    ),
    "closed_other": ("It takes no answers.", "Sie nimmt keine Antworten an."),
    "bad_link": ("This link does not work", "Dieser Link gilt nicht"),
    "bad_link_hint": (
        "It is not complete, or was not made here. Please open it once more from the mail.",
        "Er ist unvollständig oder nicht von hier. Bitte öffnen Sie ihn noch einmal aus der Mail.",
    ),
    "bad_stale": (
        "Something has happened meanwhile. Please look at the request as it is now, and decide "
        "anew.",
        "Inzwischen ist etwas geschehen. Bitte sehen Sie die Anfrage an, wie sie jetzt ist, und "
        "entscheiden Sie neu.",
    ),
    "bad_not_now": (
        "That is not possible as the request stands now.",
        "Das ist beim jetzigen Stand der Anfrage nicht möglich.",
    ),
    "bad_amount": ("The price cannot be read.", "Der Preis ist nicht lesbar."),
    "bad_amount_empty": ("Please state the price.", "Bitte nennen Sie den Preis."),
    "bad_amount_unreadable": (
        "“{typed}” cannot be read as an amount.",
        "„{typed}“ ist nicht als Betrag lesbar.",
    ),
    "bad_amount_currency": (
        "“{typed}” names another currency; the request is quoted in {currency}.",
        "„{typed}“ nennt eine andere Währung; die Anfrage ist in {currency} kalkuliert.",
    ),
    "bad_amount_ambiguous": (
        "{typed} can be read as {grouped} or {decimal}; write {choices}.",
        "{typed} kann {grouped} oder {decimal} bedeuten; schreiben Sie {choices}.",
    ),
    "or": ("or", "oder"),
    "bad_price": ("The price cannot be taken as it is.", "Der Preis ist so nicht möglich."),
    "bad_price_greater_than": (
        "The price must be more than 0.",
        "Der Preis muss größer als 0 sein.",
    ),
    "bad_price_decimals": (
        "{amount} has more decimals than {currency} has; it has {places}.",
        "{amount} hat mehr Nachkommastellen als {currency}; dort sind es {places}.",
    ),
    "bad_delivery_date": ("The date of arrival cannot be read.", "Der Liefertag ist nicht lesbar."),
    "bad_lead_time_days": (
        "The date of arrival must be tomorrow or later, within ten years.",
        "Der Liefertag muss morgen oder später liegen, binnen zehn Jahren.",
    ),
    "bad_string_too_long": (
        "Please write at most {max_length} characters.",
        "Bitte schreiben Sie höchstens {max_length} Zeichen.",
    ),
    "bad_valid_until": (
        "The day until which the offer binds must lie ahead, within a year.",
        "Der Tag, bis zu dem das Angebot bindet, muss in der Zukunft liegen, binnen eines Jahres.",
    ),
    "bad_text": ("Please write a question.", "Bitte schreiben Sie eine Frage."),
    "bad_other": ("Something cannot be taken as it is.", "Etwas ist so nicht möglich."),
    "you": ("You", "Sie"),
}


class Words:
    """The words of a page in one language; attributes of a template."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, name: str, **values: object) -> str:
        """The words of that name with the values in them; KeyError for one that does not exist."""
        english, german = _WORDS[name]
        return (german if self.language == "de" else english).format(**values)

    def first(self, *names: str, **values: object) -> str:
        """The words of the first name that exists, with the values in them."""
        return self(next(name for name in names if name in _WORDS), **values)
