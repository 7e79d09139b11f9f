"""How documents and mails call the states, moves and roles of the lifecycle, in German too."""

from service.documents.wording import Language

_STATES = {
    "draft": "Entwurf",
    "waiting": "wartend",
    "verifying": "in Prüfung",
    "verification_failed": "nicht herstellbar",
    "verified": "geprüft",
    "sending": "im Versand der Anfragen",
    "sent": "angefragt",
    "clarification": "Rückfrage",
    "offered": "angeboten",
    "declined": "abgelehnt",
    "confirmed": "beauftragt",
    "in_production": "in Fertigung",
    "produced": "gefertigt",
    "in_delivery": "in Zustellung",
    "delivered": "geliefert",
    "disputed": "beanstandet",
    "completed": "abgeschlossen",
    "cancelled": "storniert",
    "failed": "gescheitert",
}
_ROLES = {
    "client": "Auftraggeber",
    "contractor": "Auftragnehmer",
    "system": "System",
    "operator": "Betreiber",
}
_TRIGGERS = {
    "create": "angelegt",
    "edit": "geändert",
    "delete": "gelöscht",
    "verify": "Prüfung verlangt",
    "wait": "auf Vorgänger gewartet",
    "resume": "fortgesetzt",
    "predecessor_fails": "Vorgänger gescheitert",
    "pass_verification": "Prüfung bestanden",
    "fail_verification": "Prüfung nicht bestanden",
    "revise": "überarbeitet",
    "quotes_expire": "Kalkulation verfallen",
    "send": "Versand verlangt",
    "dispatched": "versandt",
    "dispatch_fails": "Versand gescheitert",
    "ask": "Rückfrage gestellt",
    "answer": "Rückfrage beantwortet",
    "drop_question": "Rückfrage verfallen",
    "offer": "Angebot erhalten",
    "decline": "abgesagt",
    "accept_offer": "Angebot angenommen",
    "state_address": "Lieferanschrift angegeben",
    "reject_offers": "Angebote abgelehnt",
    "withdraw": "Anfragen zurückgezogen",
    "start_production": "Fertigung begonnen",
    "report_progress": "Fortschritt gemeldet",
    "finish_production": "Fertigung beendet",
    "ship": "versandt",
    "ship_part": "Teilsendung versandt",
    "deliver": "zugestellt",
    "deliver_part": "Teilsendung zugestellt",
    "report_loss": "als verloren gemeldet",
    "complete": "abgeschlossen",
    "report_failure": "als gescheitert gemeldet",
    "dispute": "beanstandet",
    "consent": "zugestimmt",
    "withdraw_consent": "Zustimmung zurückgezogen",
    "settle": "Beanstandung beigelegt",
    "remake": "Neufertigung vereinbart",
    "give_up": "aufgegeben",
    "cancel": "storniert",
    "park": "angehalten",
    "retry": "neu versucht",
}
_REQUEST = {
    "dispatch": "Anfrage versandt",
    "dispatched": "Anfrage zugegangen",
    "unreachable": "nicht erreichbar",
    "acknowledge": "Anfrage gesehen",
    "expire": "Frist verstrichen",
    "lose": "nicht gewählt",
}


def state(name: str, language: Language) -> str:
    """A state of a process."""
    return _STATES.get(name, _plain(name)) if language == "de" else _plain(name)


def role(name: str, language: Language) -> str:
    """Who acted."""
    return _ROLES.get(name, _plain(name)) if language == "de" else _plain(name)


def trigger(name: str, language: Language) -> str:
    """A move of a process, or of one of its requests (`request.offer`)."""
    if language != "de":
        return _plain(name)
    own, _, of_request = name.partition("request.")
    if of_request:
        told = _REQUEST.get(of_request) or _TRIGGERS.get(of_request, _plain(of_request))
        return told if of_request in _REQUEST else f"Anfrage: {told}"
    return _TRIGGERS.get(own, _plain(own))


def _plain(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")
