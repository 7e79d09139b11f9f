"""What the API is compared with: a plain service of Flask and SQLAlchemy that promises nothing.

One table, one row inserted or selected for each question. Nobody is asked who they are; there is no
history, no event, no version to be held against, no idempotency key, and nothing is validated.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """What SQLAlchemy knows of the table."""


class PlainPart(Base):
    """A part to be made."""

    __tablename__ = "plain_parts"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    project_id: Mapped[str] = mapped_column(sa.String(36), index=True)
    title: Mapped[str]
    quantity: Mapped[int] = mapped_column(default=1)
    #: the file that came with it, as a path
    file: Mapped[str | None]

    def shown(self) -> dict[str, Any]:
        """As JSON."""
        return {column.name: getattr(self, column.name) for column in self.__table__.columns}


def create_app() -> Flask:
    """The service on the database and in the folder that the environment names."""
    app = Flask(__name__)
    engine, folder = _engine(), Path(os.environ["PLAIN_FOLDER"])

    @app.post("/parts")
    def create() -> ResponseReturnValue:
        with Session(engine) as db, db.begin():
            part = PlainPart(id=str(uuid4()), **request.get_json())
            db.add(part)
            db.flush()
            return part.shown(), 201

    @app.get("/parts")
    def index() -> ResponseReturnValue:
        query = sa.select(PlainPart).order_by(PlainPart.id).limit(50)
        if project_id := request.args.get("project_id"):
            query = query.where(PlainPart.project_id == project_id)
        with Session(engine) as db:
            return {"items": [part.shown() for part in db.scalars(query)]}

    @app.get("/parts/<id>")
    def read(id: str) -> ResponseReturnValue:
        with Session(engine) as db:
            return db.get_one(PlainPart, id).shown()

    @app.patch("/parts/<id>")
    def change(id: str) -> ResponseReturnValue:
        return _update(engine, id, request.get_json())

    @app.put("/parts/<id>/file")
    def upload(id: str) -> ResponseReturnValue:
        path = folder / str(uuid4())
        path.write_bytes(request.get_data())
        return _update(engine, id, {"file": str(path)})

    return app


def _engine() -> sa.Engine:
    engine = sa.create_engine(os.environ["PLAIN_DATABASE_URL"], pool_size=20)
    if engine.dialect.name == "sqlite":  # as Werkbank has it
        sa.event.listen(engine, "connect", _prepare)
    Base.metadata.create_all(engine)
    return engine


def _update(engine: sa.Engine, id: str, values: Mapping[str, Any]) -> ResponseReturnValue:
    with Session(engine) as db, db.begin():
        db.execute(sa.update(PlainPart).where(PlainPart.id == id).values(**values))
        return "", 204


def _prepare(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
