"""When a message was received: what its head says about it, the most trustworthy first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.rounds import LONDON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.exchange.intake.heads import Fields

LONGEST_DATE = 200
MOST_STAMPS = 30
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""How far a computer's clock may be ahead of ours before it isn't believed."""

By = Literal["received", "date"]

_NO_ZONE_BUT_UTC = re.compile(r"-0000\b")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time in Europe/London, `by` the server that received the message or by the sender's clock.

    `zoned` is False where the message gives no zone, and London's was assumed.
    """

    moment: datetime
    by: By
    zoned: bool = True


def stamps_of(fields: Fields) -> tuple[Stamp, ...]:
    """The times in a message's head: of the servers on its way, ours first, and then of its sender."""
    received = (line.rpartition(";")[2] for line in fields.all("Received")[:MOST_STAMPS])
    texts: list[tuple[By, str]] = [("received", text) for text in received]
    texts += [("date", text) for text in fields.all("Date")[:1]]
    return tuple(stamp for by, text in texts if (stamp := _stamp(text, by)))


def believed(stamps: Sequence[Stamp], now: datetime) -> Stamp | None:
    """The first time that can be true: after there was e-mail as we know it, and not in the future."""
    return next((stamp for stamp in stamps if EARLIEST <= stamp.moment <= now + AHEAD), None)


def sent(stamps: Sequence[Stamp]) -> datetime | None:
    """When the message was sent by its sender's own clock."""
    return next((stamp.moment for stamp in stamps if stamp.by == "date"), None)


def _stamp(text: str, by: By) -> Stamp | None:
    try:
        found = parsedate_to_datetime(text.strip()[:LONGEST_DATE])
        zoned = found.tzinfo is not None or _NO_ZONE_BUT_UTC.search(text) is not None
        moment = found if found.tzinfo else found.replace(tzinfo=UTC if zoned else LONDON)
        return Stamp(moment.astimezone(UTC).astimezone(LONDON), by, zoned=zoned)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
