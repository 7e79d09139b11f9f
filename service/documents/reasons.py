"""How documents say why: checks, what would help, and what has changed, from codes and values.

The sentences of a record are English and for programs and their makers; people read these. What a
record knows that stands in no table here is told in its own words.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from service.documents.reason_words import (
    CHANGES,
    CHECK_NAMES,
    CHECKS,
    IN_THE_FILE,
    INPUTS,
    KINDS,
    LEFT_OUT,
    SHARES,
    UNITS,
)
from service.files.fault_words import FAULTS
from service.manufacturing.quoting.changes import Reason
from service.translations import SOURCE, Language, formats, gettext, ngettext

DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: The part and the place in its file, as records name them.
PLACE = re.compile(r"(.*) at \(([\d.e+-]+), ([\d.e+-]+), ([\d.e+-]+)\) mm", re.DOTALL)


def check_name(name: str, language: Language) -> str:
    """What a check is called."""
    return gettext(CHECK_NAMES.get(name, name.replace("_", " ")), language)


def reason(check: Mapping[str, Any], language: Language) -> str:
    """Why a check of a record, or a constraint of a refusal, says what it says, and where."""
    where = _where(check.get("where"), language)
    return f"{_sentence(check, language)} ({where})" if where else _sentence(check, language)


def _sentence(check: Mapping[str, Any], language: Language) -> str:
    name, in_record = check["check"], str(check["reason"])
    if name == "readable":
        file = in_record.partition(":")[0]
        return error({"code": check["value"], "detail": in_record}, language, file)
    sentences, verdict = CHECKS.get(name, {}), check.get("verdict", "fail")
    sentence = sentences.get(verdict, None if verdict == "pass" else sentences.get("fail"))
    if sentence is None:
        return in_record
    if name == "order_value" and check["value"] is None:
        return gettext("an order worth more than the contractor takes", language)
    unit = "%" if name in SHARES else check["unit"]
    value, limit = (figure(check[field], unit, language) for field in ("value", "limit"))
    return gettext(sentence, language, value=value, limit=limit)


def error(unreadable: Mapping[str, Any], language: Language, file: str = "") -> str:
    """Why a file cannot be measured."""
    sentence = FAULTS.get(str(unreadable["code"]))
    if language == SOURCE or sentence is None:
        return str(unreadable["detail"])
    named = file or gettext("the file", language)
    return f"{named}: {gettext(sentence, language)}"


def change(
    proposed: Mapping[str, Any], constraints: Sequence[Mapping[str, Any]], language: Language
) -> str:
    """What would help; `constraints` are those of the refusal, one of which it may be for."""
    to, field = proposed["to"], proposed["field"]
    if field == "files":
        asked = dict.fromkeys(each["check"] for each in constraints if _is_part(each, proposed))
        mends = [gettext(IN_THE_FILE[name], language) for name in asked if name in IN_THE_FILE]
        return "; ".join(mends) or str(proposed["detail"])
    sentence = LEFT_OUT.get(field) if to is None else CHANGES.get(field)
    if sentence is None:
        return str(proposed["detail"])
    if field == "box_mm":
        text = "; ".join(formats.box(tuple(box), language) for box in to)
    else:
        text = figure(to, "", language)
    return gettext(sentence, language, to=text)


def _is_part(constraint: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Whether what would mend the constraint is, in the file, what is to be changed."""
    mending = constraint.get("change") or {}
    return mending.get("field") == "files" and mending["detail"] in str(proposed["detail"]).split(
        "; "
    )


def stale(changed: Reason, language: Language) -> str:
    """What has changed since a verification; in English it says so itself, with more detail."""
    if language == SOURCE:
        return changed.detail
    if changed.what in INPUTS:
        before, after = (figure(each, "", language) for each in (changed.before, changed.after))
        return f"{gettext(INPUTS[changed.what], language)}: {before} → {after}"
    if changed.what in ("unit", "files"):
        return _stale_file(changed, language)
    if changed.contractor is None:
        further = re.fullmatch(r"and (\d+) more changes", changed.detail)
        if further is None:
            return changed.detail
        return gettext("and {number} more changes", language, number=further[1])
    kind = KINDS.get(changed.what)
    text = gettext(
        "{contractor} has changed: {what}",
        language,
        contractor=changed.contractor,
        what=gettext(kind, language) if kind else changed.what,
    )
    return f"{text} ({changed.machine})" if changed.machine else text


def _stale_file(changed: Reason, language: Language) -> str:
    quoted = re.search(r"'(.+)'", changed.detail)
    file = quoted[1] if quoted else gettext("a file", language)
    if changed.what == "unit":
        before, after = (each or "–" for each in (changed.before, changed.after))
        return gettext(
            "Unit of {file}: {before} → {after}", language, file=file, before=before, after=after
        )
    if changed.before and changed.after:
        return gettext("{file} was replaced", language, file=file)
    if changed.before:
        return gettext("{file} was removed", language, file=file)
    return gettext("{file} was added", language, file=file)


def figure(value: Any, unit: str, language: Language) -> str:
    """A value of a record with its unit: three decimal places at most, shares in per cent."""
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return gettext("yes", language) if value else gettext("no", language)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if not isinstance(value, int | float):
        text = str(value)
        return formats.day(date.fromisoformat(text), language) if DAY.fullmatch(text) else text
    exact = Decimal(repr(float(value))) * (100 if unit == "%" else 1)
    if unit in UNITS:
        count = int(exact) if exact == int(exact) else 2  # half a day counts as several
        unit = ngettext(*UNITS[unit], count, language)
    return f"{formats.short_number(exact, language)} {unit}".strip()


def _where(where: Any, language: Language) -> str | None:
    """The part and the place in its file: bracket.stl at (1.0, 2.0, 3.0) mm."""
    place = PLACE.fullmatch(str(where or ""))
    if place is None:
        return str(where) if where else None
    file, *at = place.groups()
    x, y, z = (formats.number(Decimal(text), 1, language, grouped=False) for text in at)
    return gettext("{file} at ({x}, {y}, {z}) mm", language, file=file, x=x, y=y, z=z)
