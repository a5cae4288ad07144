"""The applications of the round, as they were received, with the files that came with them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.store.blobs import blob_pieces, get_blob, put_blob
from dd_panel.store.records import answer_values, application_of, application_values, attachment_values
from dd_panel.store.tables import answers, applications, attachments
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from dd_panel.domain.applications import Application

_ADD, _ADD_ANSWERS, _ADD_ATTACHMENTS = insert(applications), insert(answers), insert(attachments)
_CORRECT = update(applications).where(applications.c.key == bindparam("wanted"))
_CLEAR_ANSWERS = delete(answers).where(answers.c.application_key == bindparam("wanted"))
_CLEAR_ATTACHMENTS = delete(attachments).where(attachments.c.application_key == bindparam("wanted"))
_ALL = select(applications).order_by(applications.c.position)
_ALL_ANSWERS = select(answers).order_by(answers.c.application_key, answers.c.position)
_ALL_ATTACHMENTS = select(attachments).order_by(attachments.c.application_key, attachments.c.position)
_ONE = select(applications).where(applications.c.key == bindparam("wanted"))
_ONES_ANSWERS = select(answers).where(answers.c.application_key == bindparam("wanted")).order_by(answers.c.position)
_ONES_ATTACHMENTS = (
    select(attachments).where(attachments.c.application_key == bindparam("wanted")).order_by(attachments.c.position)
)
_REFERENCES = select(applications.c.reference).order_by(applications.c.position)
_KEYS = select(applications.c.key, applications.c.reference)


class ApplicationShelf:
    """Applications in the order in which they were added; references are looked up without regard to case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[Application]) -> None:
        """Add applications; raises InputError, and adds none, when a reference is there already or comes twice."""
        known = {row.key for row in self._connection.execute(_KEYS)}
        for application in new:
            key = identity(application.reference)
            if key in known:
                raise InputError(
                    _("The reference {reference} is in use already.").format(reference=application.reference),
                    remedy=_("Give every application a reference of its own."),
                )
            known.add(key)
        answered = [row for each in new for row in answer_values(each)]
        attached = [row for each in new for row in attachment_values(each)]
        rows = [application_values(each) for each in new]
        for statement, values in ((_ADD, rows), (_ADD_ANSWERS, answered), (_ADD_ATTACHMENTS, attached)):
            if values:
                self._connection.execute(statement, values)

    def replace(self, application: Application) -> None:
        """Let an application that is here read otherwise; raises KeyError when there is none with its reference."""
        wanted = _wanted(application.reference)
        if self._connection.execute(_CORRECT, {**application_values(application), **wanted}).rowcount == 0:
            raise KeyError(application.reference)
        for clear, fill, rows in (
            (_CLEAR_ANSWERS, _ADD_ANSWERS, answer_values(application)),
            (_CLEAR_ATTACHMENTS, _ADD_ATTACHMENTS, attachment_values(application)),
        ):
            self._connection.execute(clear, wanted)
            if rows:
                self._connection.execute(fill, rows)

    def put_blob(self, sha256: str, content: bytes) -> None:
        """Keep the bytes of an attachment; raises ValueError when the fingerprint is not theirs."""
        put_blob(self._connection, sha256, content)

    def blob(self, sha256: str) -> bytes:
        """The bytes with this fingerprint; raises KeyError when they are not here, StorageError when altered."""
        return get_blob(self._connection, sha256)

    def blob_pieces(self, sha256: str) -> Iterator[bytes]:
        """The same bytes in pieces, for whoever passes them on; altered ones raise only after the last piece."""
        return blob_pieces(self._connection, sha256)

    def get(self, reference: Reference) -> Application:
        """One application with its answers; raises KeyError when there is none with this reference."""
        return self._one(reference, self._connection.execute(_ONES_ANSWERS, _wanted(reference)).mappings().all())

    def summary(self, reference: Reference) -> Application:
        """One application without its answers; raises KeyError when there is none with this reference."""
        return self._one(reference, ())

    def _one(self, reference: Reference, answered: Sequence[RowMapping]) -> Application:
        row = self._connection.execute(_ONE, _wanted(reference)).mappings().first()
        if row is None:
            raise KeyError(reference)
        attached = self._connection.execute(_ONES_ATTACHMENTS, _wanted(reference)).mappings().all()
        return application_of(row, answered, attached)

    def all(self) -> tuple[Application, ...]:
        """Every application with its answers."""
        return self._read(_by_application(self._connection.execute(_ALL_ANSWERS).mappings()))

    def summaries(self) -> tuple[Application, ...]:
        """Every application without its answers."""
        return self._read({})

    def references(self) -> tuple[Reference, ...]:
        """The references of all applications."""
        return tuple(Reference(text) for text in self._connection.execute(_REFERENCES).scalars())

    def _read(self, answered: Mapping[str, list[RowMapping]]) -> tuple[Application, ...]:
        attached = _by_application(self._connection.execute(_ALL_ATTACHMENTS).mappings())
        rows = self._connection.execute(_ALL).mappings().all()
        return tuple(application_of(row, answered.get(row["key"], ()), attached.get(row["key"], ())) for row in rows)


def _wanted(reference: Reference) -> dict[str, str]:
    return {"wanted": identity(reference)}


def _by_application(rows: Iterable[RowMapping]) -> dict[str, list[RowMapping]]:
    grouped: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in rows:
        grouped[row["application_key"]].append(row)
    return grouped


def reference_names(connection: Connection) -> dict[str, Reference]:
    """Every reference as it is written, by the form in which it is compared."""
    return {key: Reference(reference) for key, reference in connection.execute(_KEYS)}
