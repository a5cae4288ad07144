"""The rules of the round, and every version of them that ever held."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from dd_panel.domain.documents import round_from_document, round_to_document
from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.rounds import LONDON, Round
from dd_panel.store.records import moment_text
from dd_panel.store.statements import Prepared
from dd_panel.store.tables import round_versions
from dd_panel.text import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LATEST = Prepared(select(round_versions.c.document).order_by(round_versions.c.number.desc()).limit(1))
_PUT = insert(round_versions)


class RecentRules:
    """The rules read last, so that the same document is not put together again for every score."""

    def __init__(self) -> None:
        self._read: tuple[str, Round] | None = None

    def of(self, document: str) -> Round:
        """The rules that a kept document describes; raises StorageError when it can't be read."""
        read = self._read
        if read is not None and read[0] == document:
            return read[1]
        try:
            rules = round_from_document(json.loads(document))
        except (InputError, ValueError) as error:
            raise StorageError(
                _("The rules of this round can't be read."),
                str(error),
                _("Use the latest backup or copy of the file."),
            ) from error
        self._read = (document, rules)
        return rules


class RoundShelf:
    """The rules of the one round that a store is about."""

    def __init__(self, connection: Connection, recent: RecentRules) -> None:
        self._connection = connection
        self._recent = recent

    def get(self) -> Round:
        """The rules that hold now; raises StorageError when the store has none."""
        document = self._latest()
        if document is None:
            raise StorageError(
                _("This file holds no round."),
                _("It was made, but its rules were never written."),
                _("Make the round again from its definition."),
            )
        return self._recent.of(document)

    def put(self, rules: Round, at: datetime | None = None) -> None:
        """Let these rules hold from now on, or from `at`; earlier ones are kept. The same again change nothing."""
        document = json.dumps(round_to_document(rules), ensure_ascii=False)
        if self._latest() == document:
            return
        values = {
            "rubric_version": rules.rubric.version,
            "put_at": moment_text(at or datetime.now(LONDON)),
            "document": document,
        }
        self._connection.execute(_PUT, values)

    def _latest(self) -> str | None:
        row = _LATEST.run(self._connection).fetchone()
        return None if row is None else row[0]
