"""In which regions the authorities of an application lie."""

from __future__ import annotations

from datetime import datetime

from dd_panel.domain.applicants import NOBODY
from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord
from dd_panel.domain.desk_lines import DeskLine, authority_field
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.regions import regions_of
from dd_panel.domain.rounds import LONDON

BID = Reference("DD-1")
INDEX = AuthorityIndex(
    [
        AuthorityRecord("Tarrow Borough Council", nation="England", region="West Midlands"),
        AuthorityRecord("Langmoor Council", nation="England", region="North East"),
        AuthorityRecord("Wexcombe County Council", nation="England", region="South West"),
        AuthorityRecord("Wexcombe Vale District Council", nation="England", region="South West"),
        AuthorityRecord("Great Fenwick Council", "Fenwick", nation="England", region="London"),
        AuthorityRecord("Little Fenwick Council", "Fenwick", nation="England", region="London"),
        AuthorityRecord("Old Ullesby Council", nation="England"),
    ]
)


def regions(*names: str, **rulings: str) -> tuple[str, ...]:
    """The regions of a bid by these bodies, the lead first."""
    when = datetime(2014, 2, 20, 12, tzinfo=LONDON)
    said = {
        (BID, name): DeskLine(BID, authority_field(name), value, "ann", when, "rang them")
        for name, value in rulings.items()
    }
    return regions_of([Application(BID, names[0], partners=names[1:])], INDEX, said)[BID]


def test_a_joint_bid_across_regions_has_several_the_lead_authoritys_first() -> None:
    assert regions("Tarrow BC") == ("West Midlands",)
    assert regions("Wexcombe CC", "Langmoor", "Wexcombe Vale DC") == ("South West", "North East")


def test_what_is_no_one_authority_for_certain_adds_no_region() -> None:
    assert regions("Fenwick") == ()
    assert regions("Saltney Town Trust", "Tarow Council", "", "Langmoor") == ("North East",)


def test_an_authority_whose_region_nobody_knows_adds_none() -> None:
    assert regions("Old Ullesby Council") == ()


def test_an_officials_ruling_stands_in_place_of_the_registers_reading() -> None:
    assert regions("Fenwick", fenwick="Little Fenwick Council") == ("London",)
    assert regions("Tarrow", tarrow=NOBODY) == ()
    assert regions("Tarrow", tarrow="Gone Council") == ("West Midlands",)
