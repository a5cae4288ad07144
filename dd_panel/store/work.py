"""A unit of work: everything one verb reads and writes, through one shelf for each kind of thing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dd_panel.store.about import AboutShelf
from dd_panel.store.applications import ApplicationShelf
from dd_panel.store.entries import EntryShelf
from dd_panel.store.history import HistoryShelf
from dd_panel.store.marks import MarkShelf
from dd_panel.store.panel import PanelShelf
from dd_panel.store.rounds import RoundShelf
from dd_panel.store.search import SearchShelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dd_panel.store.authorities import AuthorityShelf
    from dd_panel.store.desk import DeskShelf
    from dd_panel.store.findings import FindingShelf
    from dd_panel.store.minutes import MinuteShelf
    from dd_panel.store.order_mark import OrderMark
    from dd_panel.store.returns import ReturnShelf
    from dd_panel.store.rounds import RecentRules


class Work:
    """The shelves of a store for one unit of work; everything read in it belongs to the same moment.

    Those that only the secretariat looks at are loaded when they are first wanted: a review is open sooner without.
    """

    def __init__(self, connection: Connection, recent: RecentRules) -> None:
        self._connection = connection
        self.about = AboutShelf(connection)
        self.rounds = RoundShelf(connection, recent)
        self.applications = ApplicationShelf(connection)
        self.panel = PanelShelf(connection)
        self.entries = EntryShelf(connection)
        self.history = HistoryShelf(connection)
        self.marks = MarkShelf(connection)
        self.search = SearchShelf(connection)

    def order_mark(self) -> OrderMark:
        """A mark of all that the order rests on, but for what was agreed at the meeting."""
        from dd_panel.store.order_mark import order_mark

        return order_mark(self._connection)

    @cached_property
    def returns(self) -> ReturnShelf:
        """The scoresheets that came back."""
        from dd_panel.store.returns import ReturnShelf

        return ReturnShelf(self._connection)

    @cached_property
    def findings(self) -> FindingShelf:
        """What was found in the returns, and what was decided."""
        from dd_panel.store.findings import FindingShelf

        return FindingShelf(self._connection)

    @cached_property
    def authorities(self) -> AuthorityShelf:
        """The register of authorities."""
        from dd_panel.store.authorities import AuthorityShelf

        return AuthorityShelf(self._connection)

    @cached_property
    def minutes(self) -> MinuteShelf:
        """What the panel's meeting decided."""
        from dd_panel.store.minutes import MinuteShelf

        return MinuteShelf(self._connection)

    @cached_property
    def desk(self) -> DeskShelf:
        """What the secretariat wrote down about applications."""
        from dd_panel.store.desk import DeskShelf

        return DeskShelf(self._connection)
