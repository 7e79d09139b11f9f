"""Which roles an organisation has, and what each of them may."""

from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import organizations
from service.access import Forbidden, Unknown
from service.ids import new_id
from service.models import Membership, Organization, Role
from service.rights import ORGANIZATION_EDIT, OWNER, Principal
