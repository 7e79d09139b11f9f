"""How documents say why: checks, what would help, and what has changed, from codes and values.

The sentences of a record are for programs and their makers, in English; people read these. What a
record knows that stands in no table here is told in its own words.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from service.documents import wording
from service.documents.reason_words import (
    CHANGES,
    CHECKS,
    ERRORS,
    IN_THE_FILE,
    INPUTS,
    KINDS,
    LEFT_OUT,
    SHARES,
    UNITS,
    Said,
)
from service.documents.wording import Language
from service.manufacturing.quoting.changes import Reason

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def reason(check: Mapping[str, Any], language: Language) -> str:
    """Why a check of a record, or a constraint of a refusal, says what it says, and where."""
    where = _where(check.get("where"), language)
    return f"{_sentence(check, language)} ({where})" if where else _sentence(check, language)


def _sentence(check: Mapping[str, Any], language: Language) -> str:
    name, own = check["check"], str(check["reason"])
    if name == "readable":
        return error({"code": check["value"], "detail": own}, language, own.partition(":")[0])
    known = CHECKS.get(name, {})
    said = known.get(check.get("verdict", "fail")) or known.get("fail")
    if said is None or (check.get("verdict") == "pass" and "pass" not in known):
        return own
    share = "%" if name in SHARES else check["unit"]
    value, limit = (figure(check[field], share, language) for field in ("value", "limit"))
    return _in(said, language).format(value=value, limit=limit)


def error(found: Mapping[str, Any], language: Language, file: str = "") -> str:
    """Why a file cannot be measured."""
    german = ERRORS.get(str(found["code"]))
    if language != "de" or german is None:
        return str(found["detail"])
    return f"{file or 'die Datei'}: {german}"


def change(
    found: Mapping[str, Any], constraints: Sequence[Mapping[str, Any]], language: Language
) -> str:
    """What would help; `constraints` are those of the refusal, one of which it may be for."""
    to, field = found["to"], found["field"]
    if field == "files":
        asked = dict.fromkeys(each["check"] for each in constraints if _is_part(each, found))
        there = [_in(IN_THE_FILE[name], language) for name in asked if name in IN_THE_FILE]
        return "; ".join(there) or str(found["detail"])
    said = LEFT_OUT.get(field) if to is None else CHANGES.get(field)
    if said is None:
        return str(found["detail"])
    if field == "box_mm":
        told = "; ".join(wording.box(tuple(box), language) for box in to)
    elif isinstance(to, list):
        told = ", ".join(map(str, to)) or "–"
    else:
        told = figure(to, "", language)
    return _in(said, language).format(to=told)


def _is_part(constraint: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether what would mend the constraint is, in the file, what is to be changed."""
    own = constraint.get("change") or {}
    return own.get("field") == "files" and own["detail"] in str(found["detail"]).split("; ")


def stale(found: Reason, language: Language) -> str:
    """What has changed since a verification."""
    if language != "de":
        return found.detail
    if found.what in INPUTS:
        pair = (figure(each, "", language) for each in (found.before, found.after))
        return f"{INPUTS[found.what]}: {' → '.join(pair)}"
    quoted = re.search(r"'(.+)'", found.detail)
    name = quoted[1] if quoted else "eine Datei"
    if found.what == "unit":
        pair = (each or "–" for each in (found.before, found.after))
        return f"Einheit von {name}: {' → '.join(pair)}"
    if found.what == "files":
        way = "ersetzt" if found.before and found.after else "entfernt" if found.before else ""
        return f"{name} wurde {way or 'hinzugefügt'}"
    if found.contractor is None:
        return re.sub(r"and (\d+) more changes", r"und \1 weitere Änderungen", found.detail)
    machine = f" ({found.machine})" if found.machine else ""
    return f"{found.contractor}: {KINDS.get(found.what, found.what)} geändert{machine}"


def figure(value: Any, unit: str, language: Language) -> str:
    """A value of a record with its unit: three decimal places at most."""
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return _in(("yes", "ja") if value else ("no", "nein"), language)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if not isinstance(value, int | float):
        text = str(value)
        return wording.day(date.fromisoformat(text), language) if DAY.fullmatch(text) else text
    exact = Decimal(repr(float(value))) * (100 if unit == "%" else 1)
    places = next((n for n in range(3) if round(exact, n) == exact), 3)
    text = wording.number(exact, places, language)
    return f"{text} {_in(UNITS.get(unit, (unit, unit)), language)}".strip()


def _where(where: Any, language: Language) -> str | None:
    """The part and the place in its file: bracket.stl at (1.0, 2.0, 3.0) mm."""
    found = re.fullmatch(r"(.*) at \((.*)\) mm", str(where or ""), re.DOTALL)
    if not where or language != "de" or not found:
        return str(where) if where else None
    return f"{found[1]} bei ({found[2].replace(', ', '; ').replace('.', ',')}) mm"


def _in(said: Said, language: Language) -> str:
    return said[1] if language == "de" else said[0]
