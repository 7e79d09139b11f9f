"""Makes users for tests, without the time that a real password takes."""

from argon2 import PasswordHasher

from service.accounts import login, passwords, users
from service.accounts.users import NewUser
from service.database.transactions import reading, writing

PASSWORD = "correct horse battery"


def hash_quickly(monkeypatch):
    """Let hashing take no time, in tests of what happens around it."""
    quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    decoy = quick.hash("the password of nobody")
    monkeypatch.setattr(passwords, "_decoy", lambda: decoy)


def email_of(name):
    """Where somebody in a test is reached."""
    return f"{name.lower()}@shop.example"


def make_user(name, **more):
    """A registered user as they are right after logging in."""
    return enter_as(name, **more).principal


def enter_as(name, *, is_operator=False, organization_name=None, is_confirmed=True):
    """A new user and the session that they have got, with its secret."""
    with writing() as db:
        new = NewUser(email_of(name), name, "no password")
        user = users.register(
            db, new, is_confirmed=is_confirmed, organization_name=organization_name
        )
        user.is_operator = is_operator
        db.flush()
        return login.enter(db, user)


def make_user_with_password(name):
    """A registered user who can log in with PASSWORD."""
    new = users.prepare(email_of(name), name, PASSWORD)
    with writing() as db:
        return users.register(db, new, is_confirmed=True).id


def prove(name, password=PASSWORD):
    """What the slow step of logging in says."""
    with reading() as db:
        candidate = login.find_candidate(db, email_of(name))
    return login.prove(candidate, password)
