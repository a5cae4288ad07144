"""Writes the consolidated workbook, and recognises one of our own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING, BinaryIO

from dd_panel.exchange.cells import TextWriter, to_cell_text
from dd_panel.exchange.consolidated.by_application import write_by_application
from dd_panel.exchange.consolidated.live import Addresses
from dd_panel.exchange.consolidated.method import write_method
from dd_panel.exchange.consolidated.names import Names
from dd_panel.exchange.consolidated.page import Page
from dd_panel.exchange.consolidated.panel import (
    write_agreement,
    write_changes,
    write_decisions,
    write_discussed,
    write_reviewers,
)
from dd_panel.exchange.consolidated.ranking import write_ranking
from dd_panel.exchange.consolidated.receipt import write_receipt
from dd_panel.exchange.consolidated.styles import Styles
from dd_panel.exchange.consolidated.summary import write_summary
from dd_panel.exchange.consolidated.tables import (
    commented,
    write_comments,
    write_conflicts,
    write_guidance,
    write_scores,
    write_second_looks,
    write_sources,
)
from dd_panel.exchange.files import write_whole
from dd_panel.exchange.lean_workbook import LeanBook
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.exchange.consolidated.contents import Consolidation

MARK = "dd_panel consolidated workbook"
"""The name of the document property by which our own workbook is recognised."""

FORMAT = 1

Tell = Callable[[str], None]
"""Hears what is being written."""


def untold(_sheet: str) -> None:
    """Nobody wants to know."""


_LARGEST_PROPERTIES = 1 << 20
_MARKED = re.compile(rb'name="' + MARK.encode() + rb'"')


def write_consolidated(path: Path, contents: Consolidation, tell: Tell = untold) -> tuple[str, ...]:
    """Write the consolidated workbook and name its sheets; those without content are left out.

    `tell` hears the name of each sheet that is begun, and an empty one when they are packed.
    Raises InputError when another file stands there or a text is longer than a cell holds, LockedError when the
    workbook is open in another program, StorageError when the disk refuses.
    """
    sheets: list[str] = []

    def write(file: BinaryIO) -> None:
        content, names = consolidated_bytes(contents, tell)
        file.write(content)
        sheets.extend(names)

    write_whole(path, write, ours=is_consolidated)
    return tuple(sheets)


def consolidated_bytes(contents: Consolidation, tell: Tell = untold) -> tuple[bytes, tuple[str, ...]]:
    """The whole workbook and the names of its sheets; the same contents give the same bytes."""
    buffer = io.BytesIO()
    # No half-made sheet may lie among temporary files, least of all after a power cut: it holds the panel's judgements.
    book = LeanBook(buffer, lambda: tell(""))
    rules = contents.rules
    # A workbook keeps its times in UTC, without a zone.
    made = contents.made.astimezone(UTC).replace(tzinfo=None)
    title = to_cell_text(_("{round}: consolidated scores").format(round=rules.name))
    book.set_properties({"title": title, "subject": to_cell_text(rules.reference), "created": made})
    book.set_custom_property(MARK, FORMAT)
    book.set_custom_property("round", rules.round_id)
    book.set_custom_property("rubric", rules.rubric.version)
    _write_sheets(book, contents, tell)
    sheets = tuple(sheet.get_name() for sheet in book.worksheets())
    book.close()
    return buffer.getvalue(), sheets


def _write_sheets(book: LeanBook, contents: Consolidation, tell: Tell) -> None:
    styles, names, addresses = Styles(book), Names(contents), Addresses(contents)
    texts = TextWriter()
    about = contents.rules.name

    def page(name: str, colour: str = "line") -> Page:
        tell(name)
        made = Page(book, styles, texts, name, about)
        made.sheet.set_tab_color(styles.colour(colour))
        return made

    summary = page("Summary", "accent")
    if contents.ranked:
        write_ranking(page("Ranking", "accent"), contents, addresses)
    # Its figures point into the ranking, whose rows are known only now.
    write_summary(summary, book, contents, addresses)
    if contents.scores:
        write_scores(page("Scores", "accent"), contents, names)
    if contents.reviews:
        write_by_application(page("By application", "accent"), contents, names, addresses)
    if commented(contents):
        write_comments(page("Comments"), contents, names)
    if any(line.guidance or line.support for line in contents.reviews):
        write_guidance(page("Guidance and support"), contents, names)
    _write_panel_sheets(page, contents, names, addresses)
    if contents.conflicts:
        write_conflicts(page("Conflicts", "conflict"), contents, names)
    write_receipt(page("Receipt"), contents, names)
    if contents.sources:
        write_sources(page("Sources"), contents, names)
    write_method(page("Method"), contents)
    if contents.changes:
        write_changes(page("Change log"), contents)


def _write_panel_sheets(
    page: Callable[[str], Page], contents: Consolidation, names: Names, addresses: Addresses
) -> None:
    if contents.second_looks:
        write_second_looks(page("Second looks"), contents, names)
    if contents.reviewers:
        write_reviewers(page("Reviewers"), contents, names)
    if contents.agreement:
        write_agreement(page("Agreement"), contents)
    if contents.discussed:
        write_discussed(page("Discussed and agreed"), contents, names, addresses)
    if contents.decisions:
        write_decisions(page("Decisions"), contents, names)


def is_consolidated(path: Path) -> bool:
    """Whether a file is a consolidated workbook of this program; False for what can't be opened."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/custom.xml") as properties:
            return _MARKED.search(properties.read(_LARGEST_PROPERTIES)) is not None
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False
