"""Lets the first operator of an installation in by a mailed link: nobody needs a shell for it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.accounts import password_changes, passwords, users
from service.accounts.users import NewUser
from service.database.models import User
from service.ids import new_secret
from service.values import emails

#: What the person is called until they say it themselves, and their organisation.
NAME = "Operator"


def prepare(email: str) -> NewUser:
    """Who may become the first operator: first step, outside any transaction.

    They get a password that nobody knows. Raises emails.BadEmail.
    """
    return NewUser(emails.normal(email), NAME, passwords.hash_of(new_secret()))


def invite(db: Session, person: NewUser) -> bool:
    """Make them an operator if there is none yet, and mail them a link to set a password.

    Whoever has confirmed that address keeps the account that they have. False, and nothing
    happens, while anybody is an operator: the setting lets in the first one alone. Raises
    users.EmailTaken when somebody else registers the address at this very moment.
    """
    if db.scalar(sa.select(sa.exists().where(User.is_operator.is_(True)))):
        return False
    if users.holder_of(db, person.email) is None:
        users.register(db, person, is_confirmed=True)
    users.set_operator(db, person.email, True)
    password_changes.request_reset(db, person.email)
    return True
