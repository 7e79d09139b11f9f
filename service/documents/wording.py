"""How documents say things in English and German: labels, amounts, numbers, dates."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from service.manufacturing.quoting.currencies import minor_units

Language = Literal["en", "de"]

#: Signs that stand instead of the ISO 4217 code; other currencies are written by their code.
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
        *("August", "September", "Oktober", "November", "Dezember"),
    ),
}

_LABELS: dict[str, tuple[str, str]] = {
    "request": ("Request for production", "Fertigungsanfrage"),
    "number": ("Number", "Nummer"),
    "issued": ("Issued", "Ausgestellt"),
    "answer_by": ("Please answer by", "Bitte antworten bis"),
    "client": ("Client", "Auftraggeber"),
    "contractor": ("Contractor", "Auftragnehmer"),
    "project": ("Project", "Projekt"),
    "order": ("Order", "Auftrag"),
    "quantity": ("Quantity", "Stückzahl"),
    "configuration": ("Configuration", "Konfiguration"),
    "material": ("Material", "Werkstoff"),
    "notes": ("Notes of the client", "Anmerkungen des Auftraggebers"),
    "parts": ("Parts", "Teile"),
    "file": ("File", "Datei"),
    "unit": ("File unit", "Dateieinheit"),
    "size": ("File size", "Dateigröße"),
    "box": ("Box", "Hüllquader"),
    "volume": ("Volume", "Volumen"),
    "surface": ("Surface", "Oberfläche"),
    "triangles": ("Triangles", "Dreiecke"),
    "united": ("United shells", "Vereinigte Hüllen"),
    "united_from": ("{} of {}, {} mm³ each by itself", "{} von {}, {} mm³ je für sich"),
    "quote": ("Calculated quote", "Kalkuliertes Angebot"),
    "item": ("Item", "Position"),
    "amount": ("Amount", "Betrag"),
    "total": ("Total", "Summe"),
    "dates": ("Dates", "Termine"),
    "lead_time": ("Lead time", "Durchlaufzeit"),
    "days": ("days", "Tage"),
    "day": ("day", "Tag"),
    "ship_date": ("Ready to ship", "Versandbereit"),
    "delivery_date": ("At the client", "Beim Auftraggeber"),
    "if_accepted_then": (
        "{day}, if accepted on the day of issue",
        "{day}, bei Annahme am Tag der Ausstellung",
    ),
    "answer_here": ("Answer here", "Hier antworten"),
    "verification": ("Verification", "Prüfung"),
    "digest": ("Digest of the inputs", "Prüfsumme der Eingaben"),
    "request_for_quotation": ("Request for quotation", "Preisanfrage"),
    "offer": ("Offer", "Angebot"),
    "order_confirmation": ("Order confirmation", "Auftragsbestätigung"),
    "delivery_note": ("Delivery note", "Lieferschein"),
    "valid_until": ("Binding until", "Bindend bis"),
    "price": ("Price", "Preis"),
    "without_tax": ("All amounts without tax.", "Alle Beträge ohne Steuer."),
    "remarks": ("Remarks", "Anmerkungen"),
    "references": ("References", "Bezug"),
    "shipment": ("Shipment", "Sendung"),
    "pieces": ("Pieces", "Stück"),
    "carrier": ("Carrier", "Spediteur"),
    "tracking_number": ("Tracking number", "Sendungsnummer"),
    "deliver_to": ("Deliver to", "Lieferanschrift"),
    "delivered": ("Delivered", "Zugestellt"),
    "lost": ("Lost on the way", "Verloren gegangen"),
    "agreed_price": ("Agreed price", "Vereinbarter Preis"),
    "history_of": ("History", "Verlauf"),
    "process": ("Process", "Vorgang"),
    "when": ("When (UTC)", "Wann (UTC)"),
    "what": ("What", "Was"),
    "way": ("From, to", "Von, nach"),
    "who": ("Who", "Wer"),
    "last_hash": ("Last hash", "Letzte Prüfsumme"),
    "verdict": ("Verdict", "Ergebnis"),
    "pass": ("passed", "bestanden"),
    "warn": ("warning", "Warnung"),
    "fail": ("failed", "nicht bestanden"),
    "suitable": ("Suitable contractors", "Geeignete Auftragnehmer"),
    "stale": (
        "No longer up to date: since this verification has changed",
        "Nicht mehr aktuell: seit dieser Prüfung hat sich geändert",
    ),
    "bodies": ("Bodies", "Körper"),
    "open_edges": ("Open edges", "Offene Kanten"),
    "wall": ("Thinnest wall", "Dünnste Wand"),
    "feature": ("Smallest feature", "Kleinstes Detail"),
    "marked": ("In red: open edges", "In Rot: offene Kanten"),
    "marked_wall": ("walls thinner than {}", "Wände dünner als {}"),
    "marked_up": (
        "what overhangs by more than {}° with {} upwards",
        "Überhänge über {}°, {} nach oben",
    ),
    "checks": ("Checks of the parts", "Prüfungen der Teile"),
    "check": ("Check", "Prüfung"),
    "value": ("Value", "Wert"),
    "limit": ("Limit", "Grenze"),
    "why": ("Reason", "Begründung"),
    "quotes": ("Quotes", "Angebote"),
    "technology": ("Technology", "Verfahren"),
    "total_without_tax": ("Without tax", "Ohne Steuer"),
    "delivery": ("Delivery", "Lieferung"),
    "see_checks": ("see the checks of the parts", "siehe Prüfungen der Teile"),
    "further": ("further", "weitere"),
    "unsuitable": ("Who cannot make it", "Wer es nicht fertigen kann"),
    "why_not": ("What stands in the way", "Was dagegen spricht"),
    "would_help": ("What would help", "Was helfen würde"),
    "completeness": ("What the order leaves open", "Was der Auftrag offenlässt"),
    "open": ("Not stated", "Nicht angegeben"),
    "matters_for": ("Matters for", "Wichtig für"),
    "after": ("After", "Nach"),
    "proof": ("Proof", "Nachweis"),
    "record_digest": ("Digest of the record", "Prüfsumme des Berichts"),
    "versions": ("Calculation / rules / analysis", "Berechnung / Regeln / Analyse"),
    "prove": (
        "The digest is the SHA-256 of the record as the service gives it out under this number "
        "with the ending .json.",
        "Die Prüfsumme ist die SHA-256 des Berichts, wie ihn der Dienst unter dieser Nummer mit "
        "der Endung .json ausgibt.",
    ),
    "page": ("Page {page} of {pages}", "Seite {page} von {pages}"),
}


#: The lines of a price as calculated, in German; in English they are called as they are.
_TERMS = {
    "Preparation": "Arbeitsvorbereitung",
    "Set-up": "Rüsten",
    "Machine time": "Maschinenzeit",
    "Material": "Material",
    "Handling": "Handhabung",
    "Fixed costs": "Fixkosten",
    "Quantity tiers": "Mengenrabatt",
    "Margin": "Marge",
    "Express": "Expresszuschlag",
    "Platform fee": "Plattformgebühr",
    "Minimum order surcharge": "Mindermengenzuschlag",
    "Production": "Fertigung",
    "Shipping": "Versand",
}


def term(name: str, language: Language) -> str:
    """A line of a price; one that is named by its contractor stays as it is."""
    return _TERMS.get(name, name) if language == "de" else name


#: What the checks are called; one that is not here goes by its own name.
_CHECKS: dict[str, tuple[str, str]] = {
    "readable": ("readable", "lesbar"),
    "closed": ("closed surface", "geschlossene Oberfläche"),
    "wound_consistently": ("consistent facing", "einheitliche Ausrichtung"),
    "facing": ("surfaces outwards", "Flächen nach außen"),
    "volume": ("volume", "Volumen"),
    "union": ("one solid", "ein Körper"),
    "crossings": ("no crossings", "keine Durchdringungen"),
    "parts": ("parts", "Teile"),
}


def check(name: str, language: Language) -> str:
    """What a check is called."""
    english, german = _CHECKS.get(name, (name.replace("_", " "),) * 2)
    return german if language == "de" else english


#: What a record's requirements are called in German, and what they matter for.
_REQUIREMENTS: dict[str, tuple[str, str]] = {
    "part_definition": ("Geometrie des Teils", "alles"),
    "units": ("Einheit jeder Modelldatei", "Größe, Preis und Passung"),
    "quantity": ("Stückzahl", "Preis und Durchlaufzeit"),
    "process": ("Verfahren", "Eigenschaften, Toleranzen, Vergleichbarkeit"),
    "material": ("Werkstoff", "Festigkeit, Preis, Vergleichbarkeit"),
    "appearance": ("Farbe", "Aussehen des Teils"),
    "tolerances": ("Maßtoleranzen", "ob das Teil abgenommen wird"),
    "surface": ("Oberfläche", "Dichten, Gleiten, Aussehen"),
    "process_parameters": ("Schichthöhe", "Oberfläche, Festigkeit, Bauzeit"),
    "infill": ("Füllung", "Festigkeit, Gewicht, Preis"),
    "post_processing": ("Nachbearbeitung", "Oberfläche, Passung, Festigkeit"),
    "certificates": ("Werkstoff- oder Prüfzeugnisse", "Rückverfolgbarkeit"),
}


def requirement(row: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """What a requirement of a record is called, and what it matters for."""
    told = (str(row["subject"]), str(row["matters_for"]))
    return _REQUIREMENTS.get(row["requirement"], told) if language == "de" else told


def known_language(language: str | None) -> Language:
    """The language (ISO 639-1) itself if there are words for it, else English."""
    return "de" if language == "de" else "en"


def label(name: str, language: Language) -> str:
    """The heading or label of that name; KeyError for one that does not exist."""
    english, german = _LABELS[name]
    return german if language == "de" else english


def number(value: float | Decimal, places: int, language: Language) -> str:
    """A number with that many places, half up, and thousands set apart: 1,234.50 or 1.234,50."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def money(amount: Decimal, currency: str, language: Language) -> str:
    """An amount with its currency: €1,234.50 or CHF 1,234.50; 1.234,50 € or 1.234,50 CHF."""
    figures = number(abs(amount), minor_units(currency), language)
    minus = "−" if amount < 0 and any(figure in figures for figure in "123456789") else ""
    sign = SIGNS.get(currency)
    if language == "de":
        return f"{minus}{figures}\N{NO-BREAK SPACE}{sign or currency}"
    return f"{minus}{sign}{figures}" if sign else f"{minus}{currency}\N{NO-BREAK SPACE}{figures}"


def day(value: date, language: Language) -> str:
    """A date with the month in letters: 3 December 2026, 3. Dezember 2026."""
    dot = "." if language == "de" else ""
    return f"{value.day}{dot} {MONTHS[language][value.month - 1]} {value.year}"


def short_day(value: str, language: Language) -> str:
    """A date from its ISO 8601 text, for tables: 2026-12-03, 03.12.2026."""
    return date.fromisoformat(value).strftime("%d.%m.%Y" if language == "de" else "%Y-%m-%d")


def day_count(days: int, language: Language) -> str:
    """A number of days: 1 day, 9 days."""
    return f"{days} {label('day' if days == 1 else 'days', language)}"


def moment(value: datetime, language: Language) -> str:
    """An aware time to the minute, with its zone: 3 December 2026, 14:30 UTC."""
    return f"{day(value, language)}, {value:%H:%M %Z}"


def size(size_bytes: int, language: Language) -> str:
    """A file size in kB or MB (powers of ten, as in IEC 80000-13)."""
    if size_bytes < 1_000_000:
        return f"{number(max(size_bytes, 100) / 1_000, 1, language)} kB"
    return f"{number(size_bytes / 1_000_000, 1, language)} MB"


def box(box_mm: tuple[float, float, float], language: Language) -> str:
    """The three sides of a box in mm."""
    return " × ".join(number(side, 2, language) for side in box_mm) + " mm"
