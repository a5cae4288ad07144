"""What arrives: e-mails, mailboxes, folders and registers, read without trusting any of it."""

from dd_panel.exchange.intake.arrivals import Arrival, Block, Form, Forwarded, KeptFile, SetAside
from dd_panel.exchange.intake.forms import form_of
from dd_panel.exchange.intake.letters import read_content
from dd_panel.exchange.intake.sources import Gathered, read_sources
from dd_panel.exchange.intake.stamps import Stamp, believed, sent

__all__ = [
    "Arrival",
    "Block",
    "Form",
    "Forwarded",
    "Gathered",
    "KeptFile",
    "SetAside",
    "Stamp",
    "believed",
    "form_of",
    "read_content",
    "read_sources",
    "sent",
]
