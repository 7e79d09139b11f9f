"""Projects, and which party sees which of them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from service.database.models.record import CreatedAt, Id, TableRow, made_of
from service.values.json_object import JsonObject
from service.values.texts import LONGEST_KEY, folded, sort_key

#: Compared by code points on every database, whatever the server's collation.
SORT_KEY = sa.String(LONGEST_KEY).with_variant(sa.String(LONGEST_KEY, collation="C"), "postgresql")


class Project(TableRow):
    """Processes that belong together; owned by an organisation or, until login, a visitor."""

    __tablename__ = "projects"
    __table_args__ = (
        # By what lists are sorted; the first finds all projects of an organisation as well.
        sa.Index("ix_projects_client_id_updated_at_id", "client_id", "updated_at", "id"),
        sa.Index("ix_projects_client_id_title_key_id", "client_id", "title_key", "id"),
    )

    id: Mapped[Id]
    client_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organizations.id"))
    visitor_id: Mapped[UUID | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    #: the title as it is searched, and by what it is sorted; they follow it
    title_folded: Mapped[str] = mapped_column(sa.Text(), default=made_of("title", folded))
    title_key: Mapped[str] = mapped_column(SORT_KEY, default=made_of("title", sort_key))
    details: Mapped[JsonObject] = mapped_column(default=dict)
    #: to try an integration out: its contractors answer by themselves; never changes
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_by: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @validates("title")
    def _fold(self, _: str, title: str) -> str:
        self.title_folded, self.title_key = folded(title), sort_key(title)
        return title

    @property
    def owner_id(self) -> UUID:
        """The party that owns it: an organisation's id or a visitor's."""
        owner = self.client_id or self.visitor_id
        assert owner is not None, f"project {self.id} has no owner"
        return owner


class ProjectAccess(TableRow):
    """That a party sees a project, as its client or as a contractor.

    Pages of the project list walk this index, so that a page costs the same however many
    projects there are.
    """

    __tablename__ = "project_access"

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    side: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
