"""Setting a round up: its rules, its applications, its panel, and who reads what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from dd_panel.domain.applications import Attachment
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.domain.panel import Assignment
from dd_panel.domain.passphrases import check_new
from dd_panel.domain.reading_order import reading_orders
from dd_panel.exchange.files import check_ending, sha256_of
from dd_panel.exchange.round_definition_text import write_definition
from dd_panel.services.change import Change
from dd_panel.services.review.reviewing import conflict_text
from dd_panel.services.round.employers import keep_employers
from dd_panel.services.round.key import give_key
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.authorities import AuthorityRecord
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Duty, Member
    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.registers import AssignmentRow
    from dd_panel.services.workplace import Clock, Workplace
    from dd_panel.store.store import Store
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to keep with an application: its name and its bytes."""

    reference: Reference
    name: str
    content: bytes


def create_round(path: Path, rules: Round, clock: Clock, passphrase: str | None = None) -> Store:
    """Make the file of a new round, with its rules or not at all, locked where a passphrase is given.

    Raises InputError when something is there already, the name doesn't end in `.ddround`, or the passphrase is too
    short.
    """
    check_ending(path, ".ddround")
    if passphrase is not None:
        check_new(passphrase)

    def fill(work: Work) -> None:
        work.rounds.put(rules)
        give_key(work)

    return create(path, FileKind.ROUND, clock(), passphrase, fill)


def found_round(path: Path, rules: Round, clock: Clock, passphrase: str | None = None) -> None:
    """Make a new round with its definition beside it, `DD14.toml` beside `DD14.ddround`.

    The definition comes first, so that a round never lacks it. Raises InputError when a file of either name is there
    that may not be replaced, or the passphrase is too short.
    """
    if path.exists():
        raise InputError(
            _("{name} is there already.").format(name=path.name),
            _("It was not changed."),
            _("Choose another name, or open the file that is there."),
        )
    if passphrase is not None:
        check_new(passphrase)
    write_definition(path.with_suffix(".toml"), rules)
    create_round(path, rules, clock, passphrase).close()


def take_in_applications(
    place: Workplace, applications: Sequence[Application], enclosures: Sequence[Enclosure] = ()
) -> Change:
    """Add applications; raises InputError naming every reference that is there already, and adds none then."""
    with place.store.writing() as work:
        return add_applications(work, place, applications, enclosures)


def add_applications(
    work: Work, place: Workplace, applications: Sequence[Application], enclosures: Sequence[Enclosure] = ()
) -> Change:
    """The same within a unit of work."""
    present = {identity(reference): reference for reference in work.applications.references()}
    again = [each.reference for each in applications if identity(each.reference) in present]
    if again:
        raise in_the_round_already(again)
    came_with: dict[str, list[Attachment]] = {}
    for each in enclosures:
        sha256 = sha256_of(each.content)
        work.applications.put_blob(sha256, each.content)
        attached = Attachment(each.name, sha256, len(each.content))
        came_with.setdefault(identity(each.reference), []).append(attached)
    work.applications.add(
        [
            replace(each, attachments=(*each.attachments, *came_with.get(identity(each.reference), ())))
            for each in applications
        ]
    )
    _mark_known_conflicts(work, place)
    count = len(applications)
    return Change(
        frozenset({"applications"}),
        ngettext("{count} application taken in", "{count} applications taken in", count).format(count=count),
    )


def in_the_round_already(references: Sequence[Reference]) -> InputError:
    """What to say of applications whose references the round has."""
    return InputError(
        ngettext(
            "The reference {references} is in the round already.",
            "The references {references} are in the round already.",
            len(references),
        ).format(references=few(references)),
        remedy=_("Leave out what was taken in before, or give new applications new references."),
    )


def take_in_members(
    place: Workplace, members: Sequence[Member], employers: Mapping[MemberId, Sequence[str]] | None = None
) -> Change:
    """Add panel members with their past `employers`, where some are known.

    Raises InputError naming every id that is there already, and adds none then.
    """
    with place.store.writing() as work:
        add_members(work, place, members, employers or {})
    return Change(
        frozenset({"members"}),
        ngettext("{count} panel member added", "{count} panel members added", len(members)).format(count=len(members)),
    )


def add_members(
    work: Work, place: Workplace, members: Sequence[Member], employers: Mapping[MemberId, Sequence[str]]
) -> None:
    """The same within a unit of work."""
    present = {identity(member.member_id) for member in work.panel.members()}
    again = [member.member_id for member in members if identity(member.member_id) in present]
    if again:
        raise InputError(
            _("The panel has {members} already.").format(members=few(again)),
            remedy=_("Leave out the members who were added before."),
        )
    work.panel.add_members(members)
    for member in members:
        if names := employers.get(member.member_id):
            keep_employers(work, member.member_id, names)
    _mark_known_conflicts(work, place)


def take_in_authorities(place: Workplace, records: Sequence[AuthorityRecord]) -> Change:
    """Use this register of authorities from now on.

    Raises InputError where it is another country's: none of its authorities lies in the nation that the round is for.
    """
    with place.store.writing() as work:
        nation = work.rounds.get().nation
        if nation.strip() and not any(identity(each.nation) == identity(nation) for each in records):
            raise InputError(
                _("The register has no authority in {nation}, and the round is for {nation}.").format(nation=nation),
                remedy=_("Load the register of that country, whose column “nation” names it."),
            )
        work.authorities.replace(records)
    return Change(
        frozenset({"authorities"}),
        ngettext("{count} authority in the register", "{count} authorities in the register", len(records)).format(
            count=len(records)
        ),
    )


def assign(place: Workplace, rows: Sequence[AssignmentRow]) -> Change:
    """Assign applications as a table says, all or none; raises InputError naming the first row that can't be meant.

    What a member is given now comes after what they had, in an order of reading of their own; what was assigned before
    keeps its place.
    """
    with place.store.writing() as work:
        members = {identity(member.member_id): member.member_id for member in work.panel.members()}
        references = {identity(reference): reference for reference in work.applications.references()}
        duties: dict[tuple[MemberId, Reference], Duty] = {}
        for row in rows:
            member = _known(members, row.member, row.place, _("{place}: “{name}” is no member of the panel."))
            reference = _known(
                references, row.reference, row.place, _("{place}: “{name}” is not a reference of this round.")
            )
            duties[member, reference] = row.duty
        work.panel.assign(in_order(work, duties))
        _mark_known_conflicts(work, place)
    return Change(
        frozenset({"assignments"}),
        ngettext("{count} review assigned", "{count} reviews assigned", len(duties)).format(count=len(duties)),
    )


def in_order(work: Work, duties: Mapping[tuple[MemberId, Reference], Duty]) -> list[Assignment]:
    """Assignments with these duties; pairs that are new get the places after those a member has."""
    standing = work.panel.assignments()
    places = {(each.member, each.application): each.order for each in standing}
    last: dict[MemberId, int] = {}
    for each in standing:
        last[each.member] = max(each.order, last.get(each.member, 0))
    new: dict[MemberId, list[Reference]] = {}
    for member, reference in duties:
        if (member, reference) not in places:
            new.setdefault(member, []).append(reference)
    for member, order in reading_orders(work.rounds.get().round_id, new, standing).items():
        places |= {(member, reference): at for at, reference in enumerate(order, start=last.get(member, 0) + 1)}
    return [Assignment(*pair, duty, places[pair]) for pair, duty in duties.items()]


Name = TypeVar("Name", bound=str)


def _known(names: dict[str, Name], name: str, place: str, sentence: str) -> Name:
    found = names.get(identity(name))
    if found is None:
        raise InputError(
            sentence.format(name=name, place=place), remedy=_("Correct the table, or add what is missing first.")
        )
    return found


def _mark_known_conflicts(work: Work, place: Workplace) -> None:
    """Declare, for assigned pairs, the conflicts that the list of members names by authority or reference."""
    members = {member.member_id: member for member in work.panel.members() if member.conflicts}
    if not members:
        return
    applications = {each.reference: each for each in work.applications.summaries()}
    declared = work.entries.conflicts()
    writes: list[Write] = []
    for assignment in work.panel.assignments():
        member = members.get(assignment.member)
        if member is None or (assignment.member, assignment.application) in declared:
            continue
        if named := _named_conflict(member, applications[assignment.application]):
            text = conflict_text(_("known beforehand"), named)
            writes.append(Write(assignment.member, assignment.application, CONFLICT, text))
    work.entries.write(writes, Origin(place.person, place.clock(), reason=_("Named in the list of members.")))


def _named_conflict(member: Member, application: Application) -> str:
    mine = {identity(application.reference), identity(application.lead_authority)}
    mine.update(identity(partner) for partner in application.partners)
    return next((name for name in member.conflicts if identity(name) in mine), "")
