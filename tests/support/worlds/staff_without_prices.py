"""A market in which everything costs thousands, and staff who may not see prices."""

import io
import re
import zipfile
from uuid import UUID

from service.access.permissions import RIGHTS
from service.database import transactions
from service.database.models import Membership, Role
from service.ids import new_id
from tests.support.callers import user
from tests.support.pdfs import text_of

#: The least that the workshops do anything for, beside the shipping: no other figure is like it.
LEAST = "7391.53"
#: Prices of that size are told from all other figures.
UNMISTAKABLE = 1000


def one_price(market):
    """Let every workshop do nothing for less than LEAST, whatever it is."""
    for contractor in market.contractors.values():
        contractor.enter()
        path = f"/organizations/{contractor.login.organization_id}/terms"
        terms = contractor.get(path).json["terms"] | {"min_order_value": LEAST}
        answer = contractor.put(path, terms)
        assert answer.status_code == 200, answer.text


def staff(market, *organization_ids, sees_prices=False):
    """Somebody who belongs to these organisations, and may do all there but to see prices."""
    person = user(market.application, f"Pia{new_id().hex[-6:]}")
    person.role_ids = [new_id() for _ in organization_ids]
    with transactions.writing() as session:
        for role_id, organization_id in zip(person.role_ids, organization_ids, strict=True):
            organization = UUID(str(organization_id))
            role = Role(id=role_id, organization_id=organization, name=f"floor {role_id.hex[-4:]}")
            role.rights, role.sees_prices = sorted(RIGHTS), sees_prices
            session.add(role)
            session.flush()
            member = Membership(organization_id=organization, role_id=role_id)
            member.user_id = UUID(person.me["user"]["id"])
            session.add(member)
    return person.visit()


def amounts_of(content):
    """The unmistakable amounts in an answer to somebody who sees prices."""
    if isinstance(content, dict):
        if is_unmistakable(amount := content.get("amount")):
            yield amount
        content = list(content.values())
    for each in content if isinstance(content, list) else ():
        yield from amounts_of(each)


def is_unmistakable(amount):
    return isinstance(amount, str) and "." in amount and abs(float(amount)) >= UNMISTAKABLE


def written(amounts):
    """A pattern of these amounts, however a language writes them."""
    groups = r"[\s.,'\N{RIGHT SINGLE QUOTATION MARK}]?"
    forms = []
    for amount in sorted(amounts):
        whole, _, places = amount.lstrip("-").partition(".")
        forms.append(groups.join(f"{int(whole):,}".split(",")) + f"[.,]{places}")
    return re.compile(rf"(?<![\d.,])(?:{'|'.join(forms)})(?!\d)")


def text_in(answer):
    """All that somebody can read in an answer, whatever it is."""
    if answer.mimetype == "application/pdf":
        return text_of(answer.data)
    if answer.mimetype == "application/zip":
        texts = []
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                texts.append(text_of(content) if name.endswith(".pdf") else content.decode("latin"))
        return "\n".join(texts)
    if answer.mimetype.startswith(("text/", "application/")):
        return answer.data.decode("utf-8", "replace")
    return ""
