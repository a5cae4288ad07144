"""The secretariat's own lists, from .xlsx or .csv: applications, panel members, assignments, authorities."""

from dd_panel.exchange.registers.applications import (
    ListedRow,
    listed_applications,
    pasted_applications,
    read_applications,
)
from dd_panel.exchange.registers.assignments import AssignmentRow, read_assignments
from dd_panel.exchange.registers.authorities import read_authorities
from dd_panel.exchange.registers.members import MemberList, read_members

__all__ = [
    "AssignmentRow",
    "ListedRow",
    "MemberList",
    "listed_applications",
    "pasted_applications",
    "read_applications",
    "read_assignments",
    "read_authorities",
    "read_members",
]
