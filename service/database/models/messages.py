"""Messages between the parties of a process."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, Id, TableRow


class Message(TableRow):
    """A message. With a `request_id` it stays between the client and that one contractor."""

    __tablename__ = "messages"

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), index=True)
    request_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("requests.id"))
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    author_name: Mapped[str] = mapped_column(sa.String(200))
    author_party_id: Mapped[UUID]
    author_role: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text())
    created_at: Mapped[CreatedAt]


class Attachment(TableRow):
    """A file that a message carries, or will once its uploader writes it.

    Unlike the files of the process it changes nothing of what is ordered.
    """

    __tablename__ = "attachments"

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("messages.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger())
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    party_id: Mapped[UUID]
    uploaded_by: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]


class ThreadRead(TableRow):
    """The last message of a thread that a reader has read.

    A thread is that of a request, or under the id of the process all of that process.
    """

    __tablename__ = "thread_reads"

    reader_id: Mapped[UUID] = mapped_column(primary_key=True)
    thread_id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID]
    read_at: Mapped[CreatedAt]
