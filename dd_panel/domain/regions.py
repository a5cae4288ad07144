"""In which regions the authorities of an application lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.applicants import NameReadings, bodies_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.applicants import Rulings
    from dd_panel.domain.applications import Application
    from dd_panel.domain.authorities import AuthorityIndex
    from dd_panel.domain.identifiers import Reference

Regions = dict["Reference", tuple[str, ...]]
"""The regions of each application, the lead authority's first and each of them once; several for a joint bid."""


def regions_of(applications: Iterable[Application], index: AuthorityIndex, rulings: Rulings) -> Regions:
    """Look the regions of every application's authorities up; names that mean no authority for certain add none."""
    names = NameReadings(index, rulings)
    found: Regions = {}
    for application in applications:
        records = (names.record(application.reference, name) for name in bodies_of(application))
        regions = (record.region for record in records if record is not None and record.region)
        found[application.reference] = tuple(dict.fromkeys(regions))
    return found
