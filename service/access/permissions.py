"""Decides who may do what: one pure function over a principal, a right and a resource."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from workflows.engine import Actor

PROCESSES_READ = "processes:read"
PROCESSES_EDIT = "processes:edit"
PROCESSES_DELETE = "processes:delete"
PROCESSES_MESSAGES = "processes:messages"
PROCESSES_FILES = "processes:files"
ORGANIZATION_READ = "organization:read"
ORGANIZATION_EDIT = "organization:edit"
ORGANIZATION_DELETE = "organization:delete"
ORGANIZATION_AUDIT = "organization:audit"
RESOURCES_READ = "resources:read"
RESOURCES_EDIT = "resources:edit"
KEYS_MANAGE = "keys:manage"
#: What a role has beside its rights unless it is one without prices. No list of rights names it, so
#: that a role or webhook made by who does not know of it goes on as before.
PRICES_READ = "prices:read"

#: What a visitor may do with their own drafts.
PROCESS_RIGHTS = frozenset(
    {PROCESSES_READ, PROCESSES_EDIT, PROCESSES_DELETE, PROCESSES_MESSAGES, PROCESSES_FILES}
)
#: What an organisation that was asked can do at most: the process stays its client's.
CONTRACTOR_RIGHTS = PROCESS_RIGHTS - {PROCESSES_DELETE}
RIGHTS = PROCESS_RIGHTS | {
    ORGANIZATION_READ,
    ORGANIZATION_EDIT,
    ORGANIZATION_DELETE,
    ORGANIZATION_AUDIT,
    RESOURCES_READ,
    RESOURCES_EDIT,
    KEYS_MANAGE,
}

#: The role that an organisation cannot be without.
OWNER = "owner"
#: The roles that a new organisation begins with.
ROLES: Mapping[str, frozenset[str]] = {
    OWNER: RIGHTS,
    "manager": RIGHTS - {ORGANIZATION_DELETE},
    "member": CONTRACTOR_RIGHTS | {ORGANIZATION_READ, RESOURCES_READ},
    "observer": frozenset({PROCESSES_READ, ORGANIZATION_READ, RESOURCES_READ}),
}

NO_RIGHTS: frozenset[str] = frozenset()


class Unauthenticated(Exception):
    """Nobody known asks, and only somebody known may."""


class Forbidden(Exception):
    """The principal may know of the resource, but lacks the right to do this with it."""


#: How somebody shows who they are, and the id of their session or key.
Credential = tuple[str, UUID | None]


class PricesHidden(Forbidden):
    """What was asked for shows prices, or binds to one, and the caller may not see any."""


class Unconfirmed(Exception):
    """The address of the caller's account counts for nothing yet."""


class SecondFactorMissing(Exception):
    """The caller can do nothing but enrol a second factor, which is demanded of them."""


class DeviceUnapproved(Exception):
    """The caller can do nothing until a link was opened that has been mailed to them."""


class BadCredentials(Exception):
    """The key, or the pair of e-mail and password, is not one that lets anybody in."""


@dataclass(frozen=True)
class Principal:
    """Who asks. `rights` are those per organisation, already cut down to what an API key may.

    `ceiling` is what the API key may anywhere, None without such a limit, and `only_in` the one
    organisation that it acts for. `home_id` is the organisation that new projects go to.
    `is_confirmed` is False for users whose address nobody has shown to read. `credential_id` names
    the session or the key, and `credential_stale` says that its use should be noted.
    `second_factor_required` says that the operator or one of their organisations demands a second
    factor, and `must_enrol` that they have none and so hold no right until they do. `must_approve`
    says that a user has logged in who is a visitor until their device is approved. `language` is
    the one to write to them in, `chosen_language` None unless they have chosen it themselves, and
    `zone` the name of their time zone if they have stated one.
    `without_prices` are the organisations whose role for them shows no prices.
    """

    user_id: UUID | None = None
    visitor_id: UUID | None = None
    name: str = ""
    is_operator: bool = False
    rights: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    via: Literal["session", "api_key", "none"] = "none"
    csrf_token: str | None = None
    language: str = "en"
    chosen_language: str | None = None
    zone: str | None = None
    home_id: UUID | None = None
    ceiling: frozenset[str] | None = None
    only_in: UUID | None = None
    credential_id: UUID | None = None
    credential_stale: bool = False
    is_confirmed: bool = True
    second_factor_required: bool = False
    must_enrol: bool = False
    must_approve: bool = False
    without_prices: frozenset[UUID] = frozenset()

    @property
    def organizations(self) -> tuple[UUID, ...]:
        """The organisations that gave them rights."""
        return tuple(party for party, rights in self.rights.items() if rights)

    @property
    def parties(self) -> tuple[UUID, ...]:
        """Whom they act for: their organisations, and the visitor they were."""
        return (*self.organizations, *([self.visitor_id] if self.visitor_id else []))

    def rights_in(self, party: UUID) -> frozenset[str]:
        """What they may do for `party`; empty for one that is not theirs."""
        if party == self.visitor_id:
            return PROCESS_RIGHTS
        return self.rights.get(party, NO_RIGHTS)

    @property
    def sees_prices(self) -> bool:
        """Whether they may see what things cost, which is so unless an organisation hides it.

        It holds wherever they look: the same order may be shown for several of their organisations.
        """
        return self.is_operator or not self.without_prices

    def grants_in(self, party: UUID) -> frozenset[str]:
        """What they may give to others in `party`: their rights, and to see its prices."""
        return granted(self.rights_in(party), sees_prices=party not in self.without_prices)

    def reach(self) -> dict[str, list[str]]:
        """All that they may, in a form that can be stored and compared by `reaches`."""
        reach = {str(party): sorted(rights) for party, rights in self.rights.items() if rights}
        marks = {
            "unbounded": self.ceiling is None and self.only_in is None,
            "operator": self.is_operator,
            "prices": self.sees_prices,
        }
        return reach | {mark: [] for mark, holds in marks.items() if holds}

    def reaches(self, reach: Mapping[str, Collection[str]]) -> bool:
        """Whether they may all that somebody might whose `reach` this was."""
        own = self.reach()
        return all(
            name in own and set(rights).issubset(own[name]) for name, rights in reach.items()
        )


NOBODY = Principal()


def granted(rights: Collection[str], sees_prices: bool) -> frozenset[str]:
    """All that a role or a webhook grants: its rights, and to see prices if it shows them."""
    return frozenset(rights) | (frozenset({PRICES_READ}) if sees_prices else NO_RIGHTS)


@dataclass(frozen=True)
class Resource:
    """Something to be protected: its owner, and who was asked to make it and may still see it."""

    owner: UUID | None
    contractors: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Decision:
    """Allowed in `role` for `party`; or forbidden; or not even to be known of."""

    verdict: Literal["allow", "forbid", "hide"]
    role: Actor | None = None
    party: UUID | None = None


def sides(principal: Principal, right: str, resource: Resource) -> Iterator[Decision]:
    """Every way in which `principal` holds `right` here: as client, as contractor, as operator.

    Somebody who orders from their own workshop stands on two sides; the first one is `decide`'s.
    """
    owner = resource.owner
    if owner and right in principal.rights_in(owner):
        yield Decision("allow", Actor.CLIENT, owner)
    for party in sorted(resource.contractors):
        if right in principal.rights_in(party) & CONTRACTOR_RIGHTS:
            yield Decision("allow", Actor.CONTRACTOR, party)
    if principal.is_operator:
        yield Decision("allow", Actor.OPERATOR)


def decide(principal: Principal, right: str, resource: Resource) -> Decision:
    """Whether `principal` may do what `right` stands for with `resource`, and as whom.

    `forbid` is for those who hold some right in one of its parties and so may know of it;
    `hide` for everybody else, who must get the same answer as for what does not exist.
    """
    for allowed in sides(principal, right, resource):
        return allowed
    parties = resource.contractors | ({resource.owner} if resource.owner else set())
    known = any(principal.rights_in(party) for party in parties)
    return Decision("forbid" if known else "hide")
