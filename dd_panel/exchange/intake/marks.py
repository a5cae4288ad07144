"""What a mail program itself noted on a message: that it was deleted, is junk, or was sent from here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dd_panel.exchange.intake.heads import field
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.exchange.intake.heads import Fields

_EXPUNGED = 0x0008
"""The flag with which Thunderbird leaves a deleted message in its file until the folder is compacted."""

_NOT_RECEIVED = {"spam": "Spam", "trash": "Trash", "bin": "Bin", "sent": "Sent", "draft": "Drafts", "drafts": "Drafts"}
"""Labels of Gmail under which nothing lies that anybody means to keep, or that was sent from here."""

_AWAY = re.compile(r"\s*(?:automatic reply|out of (?:the )?office|auto(?:matic)?[- ]response)\b", re.IGNORECASE)


def doubts_by_marks(fields: Fields) -> tuple[str, ...]:
    """What its mail program has against a message, as whole sentences; a mailbox on the disk holds such ones too."""
    doubts = []
    flags = re.match(r"[0-9A-Fa-f]{1,8}\b", field(fields, "X-Mozilla-Status"))
    if (flags and int(flags.group(), 16) & _EXPUNGED) or "D" in field(fields, "X-Status"):
        doubts.append(_("It was deleted in the mail program, which had not yet removed it from its file."))
    labels = [label.strip().strip('"').casefold() for label in field(fields, "X-Gmail-Labels").split(",")]
    told = [_NOT_RECEIVED[label] for label in labels if label in _NOT_RECEIVED]
    if told and "inbox" not in labels:
        doubts.append(_("Gmail keeps it under “{label}”.").format(label=told[0]))
    if field(fields, "X-Unsent") == "1":
        doubts.append(_("It is a draft that was not sent."))
    return tuple(doubts)


def written_by_program(fields: Fields) -> bool:
    """Whether a program wrote the message because its owner is away, or to say what became of another message.

    Exchange marks absence notes as generated, as it does what a scanner or a web form sends, so more is asked of those.
    """
    automatic = field(fields, "Auto-Submitted").casefold()
    away = "X-Auto-Response-Suppress" in fields or _AWAY.match(field(fields, "Subject")) is not None
    return (
        automatic.startswith(("auto-replied", "auto-notified"))
        or (automatic.startswith("auto-generated") and away)
        or any(name in fields for name in ("X-Autoreply", "X-Autorespond"))
    )
