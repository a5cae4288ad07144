"""Conflicts forms: one goes to each member before packs are made, and what comes back keeps the pairs apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.domain.interests import suggestions
from dd_panel.exchange.conflicts_form import FormRow, form_bytes, is_form, read_form
from dd_panel.exchange.files import check_folder_name, read_whole, safe_name, sha256_of, shown_name, write_whole
from dd_panel.exchange.registers import read_members
from dd_panel.services.assignment.assigning import left_members
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.named import known_member
from dd_panel.services.review.reviewing import conflict_text
from dd_panel.services.round.employers import employers_in, keep_employers
from dd_panel.services.round.panel import suggestion_words, take_in_panel
from dd_panel.services.workplace import Progress, no_progress
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.exchange.conflicts_form import FormBack
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

_FACT = "conflicts-form."


@dataclass(frozen=True, slots=True)
class FormState:
    """How a member's form stands: when the last one went out and came back, and whether it says *no others*."""

    number: int = 0
    sent: datetime | None = None
    back: datetime | None = None
    declared: int = 0
    no_others: bool = False


@dataclass(frozen=True, slots=True)
class FormMade:
    """One form: where it lies, whose it is, and how many titles it asks about."""

    path: Path
    member: MemberId
    titles: int


@dataclass(frozen=True, slots=True)
class FormTaken:
    """What a form brought: conflicts declared now, those that stood already, and those that it answers with *no*.

    What the form answers with *no* stays as it was: only the secretariat withdraws a conflict that it knew of.
    `employers` are past employers that it names and that were not noted before.
    """

    member: Member
    declared: tuple[Reference, ...]
    stood: tuple[Reference, ...]
    denied: tuple[Reference, ...]
    unknown: tuple[Reference, ...]
    no_others: bool
    employers: tuple[str, ...] = ()


def form_states(work: Work) -> dict[MemberId, FormState]:
    """How the form of every member stands that one was made for."""
    known = {identity(each.member_id): each.member_id for each in work.panel.members()}
    kept = work.about.starting_with(_FACT)
    return {known[key.removeprefix(_FACT)]: _state_of(text) for key, text in kept.items() if key[len(_FACT) :] in known}


def see_form_states(place: Workplace) -> dict[MemberId, FormState]:
    """The same of an open round."""
    with place.store.reading() as work:
        return form_states(work)


def forms_out(place: Workplace) -> tuple[Member, ...]:
    """The members to whom a form was sent that has not come back; who reads nothing owes none."""
    with place.store.reading() as work:
        states = form_states(work)
        owing = {member for member, state in states.items() if state.sent is not None and state.back is None}
        return tuple(each for each in _readers(work) if each.member_id in owing)


def write_forms(
    place: Workplace, folder: Path, only: MemberId | None = None, *, progress: Progress = no_progress
) -> tuple[FormMade, ...]:
    """Write a form for every member who may read something, or for one: `<reference>-<member id>-conflicts.xlsx`.

    Raises InputError where there is nobody or nothing to ask about.
    """
    check_folder_name(folder, ".xlsx")
    made: list[FormMade] = []
    with place.store.writing() as work:
        rules, applications = work.rounds.get(), work.applications.summaries()
        members = _wanted(work, only)
        if not applications:
            raise InputError(_("There are no applications to ask about."), remedy=_("Take the applications in first."))
        states = form_states(work)
        declared: dict[MemberId, dict[Reference, str]] = {}
        for (who, what), said in work.entries.conflicts().items():
            declared.setdefault(who, {})[what] = said
        for number, member in enumerate(members):
            progress(number, len(members), member.name)
            employers = employers_in(work, member.member_id)
            hints = {each.application: suggestion_words(each) for each in suggestions(member, applications, employers)}
            standing = declared.get(member.member_id, {})
            rows = [
                FormRow(each, hints.get(each.reference, ""), standing.get(each.reference, "")) for each in applications
            ]
            before = states.get(member.member_id, FormState())
            path = folder / f"{safe_name(rules.reference)}-{safe_name(member.member_id)}-conflicts.xlsx"
            content = form_bytes(rules, member, before.number + 1, place.clock(), rows, employers)
            _refuse_filled_in(path, standing, employers)
            write_whole(path, content, ours=is_form)
            _keep(work, member.member_id, FormState(before.number + 1, place.clock(), before.back, before.declared))
            made.append(FormMade(path, member.member_id, len(rows)))
        note_event(work, place, Deed.FORMS, About(note=_(", ").join(each.member for each in made)))
    return tuple(made)


def take_in_form(place: Workplace, path: Path) -> FormTaken:
    """Take a form in that came back: conflicts it declares stand from now on, with file, time and person.

    Raises InputError, with nothing changed, for a file that is no form, or is another round's or nobody's.
    """
    form, content, file = read_form(path), read_whole(path), shown_name(path)
    with place.store.writing() as work:
        now, member = place.clock(), _sender(work, form, file)
        taken, texts = _compare(work, member, form)
        writes = [Write(member.member_id, each, CONFLICT, texts[each]) for each in taken.declared]
        origin = Origin(place.person, now, reason=_("Declared in the conflicts form."), file=file)
        work.entries.write(writes, origin)
        if taken.employers:
            keep_employers(work, member.member_id, (*employers_in(work, member.member_id), *taken.employers))
        sha256 = sha256_of(content)
        work.applications.put_blob(sha256, content)
        sent = form_states(work).get(member.member_id, FormState())
        count = len(taken.declared) + len(taken.stood)
        state = FormState(sent.number, sent.sent, now, count, form.no_others)
        _keep(work, member.member_id, state, sha256=sha256, file=file)
        note_event(work, place, Deed.DECLARED, About(member.member_id, note=taken_words(taken)))
    return taken


def _sender(work: Work, form: FormBack, file: str) -> Member:
    """Whose form it is; raises InputError for another round's, and for nobody's."""
    if form.round_id != work.rounds.get().round_id:
        raise InputError(
            _("{file} is the form of another round.").format(file=file),
            remedy=_("Take it in where it was sent from, or ask the member for this round's."),
        )
    members = {identity(each.member_id): each for each in work.panel.members()}
    member = members.get(identity(form.member))
    if member is None:
        raise InputError(
            _("{file} is from “{member}”, who is no member of this panel.").format(file=file, member=form.member),
            remedy=_("Add the member first, or ask whose form it is."),
        )
    return member


def _compare(work: Work, member: Member, form: FormBack) -> tuple[FormTaken, dict[Reference, str]]:
    """What a form says against what stands, and the words of every conflict in it."""
    references = {identity(each): each for each in work.applications.references()}
    answers = {
        references[identity(each.reference)]: each for each in form.answers if identity(each.reference) in references
    }
    texts = {each: conflict_text(answer.kind, answer.why) for each, answer in answers.items() if answer.kind}
    entries = work.entries.of_member(member.member_id)
    stands = {each: entries.get(each, {}).get(CONFLICT, "") for each in answers}
    noted = employers_in(work, member.member_id)
    taken = FormTaken(
        member,
        declared=tuple(each for each, text in texts.items() if stands[each] != text),
        stood=tuple(each for each, text in texts.items() if stands[each] == text),
        denied=tuple(each for each, stood in stands.items() if stood and each not in texts),
        unknown=tuple(each.reference for each in form.answers if identity(each.reference) not in references),
        no_others=form.no_others,
        employers=tuple(each for each in form.employers if each not in noted),
    )
    return taken, texts


def take_in_files(
    place: Workplace, paths: Sequence[Path], *, progress: Progress = no_progress
) -> tuple[tuple[Path, str, bool], ...]:
    """Take in lists of members and forms that came back: each file, what it brought, and whether it was used.

    One that can't be used changes nothing and holds up no other.
    """
    told: list[tuple[Path, str, bool]] = []
    for number, path in enumerate(paths):
        progress(number, len(paths), shown_name(path))
        try:
            if is_form(path):
                told.append((path, taken_words(take_in_form(place, path)), True))
            else:
                listed = read_members(path)
                told.append((path, take_in_panel(place, listed.members, listed.employers).summary, True))
        except InputError as refused:
            told.append((path, str(refused), False))
    return tuple(told)


def taken_words(taken: FormTaken) -> str:
    """What a form brought, in a sentence or two."""
    count = len(taken.declared) + len(taken.stood)
    said = [
        ngettext("{name}: {count} conflict", "{name}: {count} conflicts", count).format(
            name=taken.member.name, count=count
        )
        + (_(", and no others") if taken.no_others else "")
        + "."
    ]
    if taken.employers:
        said.append(_("Past employers: {names}.").format(names=_(", ").join(taken.employers)))
    if taken.denied:
        said.append(
            _(
                "The form says no of {references}, which you had as conflicts: they stay until you withdraw them."
            ).format(references=_(", ").join(taken.denied))
        )
    if taken.unknown:
        said.append(_("Not in this round any more: {references}.").format(references=_(", ").join(taken.unknown)))
    return " ".join(said)


def _readers(work: Work) -> list[Member]:
    left = left_members(work)
    return [each for each in work.panel.members() if each.role != "observer" and each.member_id not in left]


def _wanted(work: Work, only: MemberId | None) -> list[Member]:
    wanted = None if only is None else known_member(work, only)
    readers = [each for each in _readers(work) if wanted is None or each == wanted]
    if not readers and wanted is not None:
        raise InputError(
            _("{name} reads no applications, and owes no form.").format(name=wanted.name),
            remedy=_("Choose a member who reads some."),
        )
    if not readers:
        raise InputError(_("The panel has nobody who reads applications."), remedy=_("Add the panel members first."))
    return readers


def _refuse_filled_in(path: Path, standing: Mapping[Reference, str], employers: Sequence[str]) -> None:
    """Leave a form alone in which somebody says what the round doesn't know yet: that is nowhere else."""
    if not path.is_file() or not is_form(path):
        return
    form = read_form(path)
    known = {(identity(reference), text) for reference, text in standing.items()}
    said = {(identity(each.reference), conflict_text(each.kind, each.why)) for each in form.answers if each.kind}
    if form.no_others or said - known or set(form.employers) - set(employers):
        raise InputError(
            _("{file} has been filled in since it was made.").format(file=shown_name(path)),
            _("It was not changed."),
            _("Take it in first, or choose another folder."),
        )


def _keep(work: Work, member: MemberId, state: FormState, *, sha256: str = "", file: str = "") -> None:
    document = {
        "number": state.number,
        "sent": state.sent.isoformat() if state.sent else None,
        "back": state.back.isoformat() if state.back else None,
        "declared": state.declared,
        "no_others": state.no_others,
        "sha256": sha256,
        "file": file,
    }
    work.about.put(f"{_FACT}{identity(member)}", json.dumps(document, ensure_ascii=False))


def _state_of(text: str) -> FormState:
    kept: dict[str, Any] = json.loads(text)

    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(kept[name]) if kept[name] else None

    return FormState(kept["number"], moment("sent"), moment("back"), kept["declared"], kept["no_others"])
