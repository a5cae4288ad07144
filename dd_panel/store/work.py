"""A unit of work: everything one verb reads and writes, through one shelf for each kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.store.about import AboutShelf
from dd_panel.store.applications import ApplicationShelf
from dd_panel.store.authorities import AuthorityShelf
from dd_panel.store.desk import DeskShelf
from dd_panel.store.entries import EntryShelf
from dd_panel.store.findings import FindingShelf
from dd_panel.store.history import HistoryShelf
from dd_panel.store.marks import MarkShelf
from dd_panel.store.minutes import MinuteShelf
from dd_panel.store.panel import PanelShelf
from dd_panel.store.returns import ReturnShelf
from dd_panel.store.rounds import RoundShelf
from dd_panel.store.search import SearchShelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dd_panel.store.rounds import RecentRules


class Work:
    """The shelves of a store for one unit of work; everything read in it belongs to the same moment."""

    def __init__(self, connection: Connection, recent: RecentRules) -> None:
        self.about = AboutShelf(connection)
        self.rounds = RoundShelf(connection, recent)
        self.applications = ApplicationShelf(connection)
        self.panel = PanelShelf(connection)
        self.entries = EntryShelf(connection)
        self.history = HistoryShelf(connection)
        self.returns = ReturnShelf(connection)
        self.findings = FindingShelf(connection)
        self.authorities = AuthorityShelf(connection)
        self.minutes = MinuteShelf(connection)
        self.desk = DeskShelf(connection)
        self.marks = MarkShelf(connection)
        self.search = SearchShelf(connection)
