"""The minutes of the panel meeting as a Word document."""

from dd_panel.exchange.minutes.contents import Item, MinutesContents, Outcome, Person, Row
from dd_panel.exchange.minutes.write import write_minutes

__all__ = ["Item", "MinutesContents", "Outcome", "Person", "Row", "write_minutes"]
