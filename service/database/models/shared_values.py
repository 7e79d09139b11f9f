"""Values that are the same in many rows, each kept once."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import JsonColumn, TableRow


class SharedValue(TableRow):
    """A value that rows of other tables refer to; never changed, which the database refuses."""

    __tablename__ = "shared_values"

    #: SHA-256 of the canonical JSON (`service.database.shared_values.digest_of`)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonColumn())
