"""Sorts what was received into applications: what belongs together, what comes twice, what replaces what.

Nothing is lost on the way: what is replaced, or comes too late to replace anything, stays with its application as the
message that it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.applications import Application, Attachment
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.domain.moments import to_the_minute
from dd_panel.exchange.intake.names import distinct
from dd_panel.text import _, few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dd_panel.exchange.intake import Arrival, KeptFile
    from dd_panel.services.intake.authority import Authorities
    from dd_panel.services.intake.items import Entry, Item

_LAST = datetime.max.replace(tzinfo=UTC)
_REPLACES = re.compile(
    r"\b(?:revis(?:ed|ion)|re-?submi(?:t|ssion|tted|tting)|replac(?:e|es|ing|ement)|supersed(?:e|es|ing)|amended|corrected"
    r"|updated|final version|new version|version \d|v\d)\b",
    re.IGNORECASE,
)
BEGINNING = 600
"""Characters of a message in which it says that it replaces an earlier one; below stands what it quotes."""


@dataclass(slots=True)
class Group:
    """The arrivals of one application in the order of their receipt; `row` is its row of a register, if it has one."""

    reference: Reference
    row: Application | None = None
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Keeping:
    """What of one arrival is kept: the fingerprints of its files, and of its original where that is kept too."""

    arrival: Arrival
    wanted: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Plan:
    """What is to be done: the new applications, and the bytes to keep with them."""

    applications: list[Application] = field(default_factory=list)
    keepings: list[Keeping] = field(default_factory=list)


class Sorter:
    """Sorts the items of one intake beside what is in the round already."""

    def __init__(
        self,
        word: str,
        rows: Sequence[Application],
        present: Iterable[Application],
        ledger: Iterable[Entry],
        authorities: Authorities,
    ) -> None:
        self._word = word
        self._groups = {identity(row.reference): Group(row.reference, row) for row in rows}
        self._present = {identity(each.reference): each.reference for each in present}
        self._claimed: set[str] = set()
        self._number = 0
        self._by_key: dict[str, list[Reference]] = defaultdict(list)
        self._by_message: dict[str, str] = {}
        self._seen_content: dict[str, tuple[str, str]] = {}
        self._seen_files: dict[str, tuple[str, frozenset[str]]] = {}
        for each in (*present, *rows):
            self._by_key[authorities.key_of(each.lead_authority)].append(each.reference)
        for entry in ledger:
            if entry.outcome != "set aside":
                self._seen_content[entry.fingerprint] = (entry.source, entry.reference)
                self._by_message[entry.message_id] = entry.reference

    def sort(self, items: Iterable[Item]) -> tuple[Group, ...]:
        """Put every item into its group, or set it aside; an item of an application in the round waits."""
        ordered = sorted(items, key=lambda item: (item.moment or _LAST, item.arrival.kind != "folder"))
        for item in ordered:
            # References that are named themselves are nobody else's, whatever comes first.
            if item.stated:
                self._claimed.add(identity(item.stated))
        for item in ordered:
            self._place(item)
        return tuple(group for group in self._groups.values() if group.row or group.items)

    def _place(self, item: Item) -> None:
        if self._is_nothing(item) or self._is_known(item):
            item.set_aside = True
            return
        group, there = self._home_of(item)
        if there is not None:
            item.reference = there
            item.doubts.append(
                _(
                    "{reference} is in the round already, and nothing there is changed; the message waits in the round."
                ).format(reference=there)
                if item.arrival.original
                else _("{reference} is in the round already, and nothing there is changed.").format(reference=there)
            )
            item.set_aside = item.arrival.original is None
        else:
            group = group or self._new_group(item)
            group.items.append(item)
            item.reference = group.reference
            key = item.named.key
            if group.reference not in self._by_key[key]:
                self._by_key[key].append(group.reference)
        self._remember(item)

    def _is_nothing(self, item: Item) -> bool:
        arrival = item.arrival
        if arrival.automatic:
            item.reasons.append(_("It is an automatic reply or report, and holds no document."))
            return True
        if not arrival.files and not arrival.text.strip() and not any(each.text for each in arrival.forwarded):
            item.reasons.append(_("It holds neither text nor attachments; ask the sender to send it again."))
            return not arrival.damaged
        return False

    def _is_known(self, item: Item) -> bool:
        arrival = item.arrival
        if known := self._seen_content.get(arrival.fingerprint):
            source, reference = known
            reason = (
                _("It is the same as {source}, which is {reference}.")
                if reference
                else _("It is the same as {source}.")
            )
            item.reasons.append(reason.format(source=source, reference=reference))
            item.reference = Reference(reference) if reference else None
            return True
        if arrival.message_id and (seen := self._seen_files.get(arrival.message_id)):
            source, contents = seen
            if {arrival.text.strip(), *(file.sha256 for file in arrival.files)} <= contents:
                item.reasons.append(_("It is the same message as in {source}.").format(source=source))
                return True
            item.doubts.append(_("It bears the identifier of {source}, with other content.").format(source=source))
        return False

    def _remember(self, item: Item) -> None:
        arrival = item.arrival
        self._seen_content.setdefault(arrival.fingerprint, (arrival.source, item.reference or ""))
        if arrival.message_id:
            self._by_message.setdefault(arrival.message_id, item.reference or "")
            contents = frozenset({arrival.text.strip(), *(file.sha256 for file in arrival.files)})
            self._seen_files.setdefault(arrival.message_id, (arrival.source, contents))

    def _home_of(self, item: Item) -> tuple[Group | None, Reference | None]:
        """The group an item belongs to, or the reference of the application in the round; neither for a new one."""
        for reference in self._candidates(item):
            key = identity(reference)
            if key in self._groups:
                return self._groups[key], None
            if key in self._present:
                return None, self._present[key]
        return None, None

    def _candidates(self, item: Item) -> Iterator[Reference]:
        mine = self._by_key.get(item.named.key, [])
        if item.stated:
            if self._may_be(item, item.stated):
                yield item.stated
                return
            doubt = _("It names {reference}, which is another authority's; it was given a reference of its own.")
            item.doubts.append(doubt.format(reference=item.stated))
            item.stated = None
        threads = [self._by_message[each] for each in item.arrival.replies_to if self._by_message.get(each)]
        for reference in threads:
            if item.named.doubt or Reference(reference) in mine:
                yield Reference(reference)
        if len(mine) > 1:
            doubt = _("Its authority has several applications: {references}.")
            item.doubts.append(doubt.format(references=few(mine)))
        yield from mine[:1]

    def _may_be(self, item: Item, reference: Reference) -> bool:
        """Whether the application of this reference, if there is one, can be the item's own."""
        key = identity(reference)
        if key not in self._groups and key not in self._present:
            return True
        owners = {owner for owner, names in self._by_key.items() if any(identity(name) == key for name in names)}
        return item.named.key in owners or bool(item.named.doubt) or all(owner.startswith("? ") for owner in owners)

    def _new_group(self, item: Item) -> Group:
        reference = item.stated or self._next_reference()
        group = Group(reference)
        self._groups[identity(reference)] = group
        return group

    def _next_reference(self) -> Reference:
        while True:
            self._number += 1
            reference = Reference(f"{self._word}-{self._number:03}")
            key = identity(reference)
            if key not in self._groups and key not in self._present and key not in self._claimed:
                return reference


def build(groups: Iterable[Group], waiting: Iterable[Item]) -> Plan:
    """Make the applications of the groups, and list the bytes to keep; `waiting` are kept as the messages they were."""
    plan = Plan()
    for group in groups:
        if group.items:
            _Building(group, plan).build()
        elif group.row is not None:
            plan.applications.append(group.row)
    for item in waiting:
        if item.arrival.original is not None:
            plan.keepings.append(Keeping(item.arrival, {item.arrival.original.sha256}))
    return plan


class _Building:
    """One application being made of its arrivals."""

    def __init__(self, group: Group, plan: Plan) -> None:
        self._group = group
        self._plan = plan
        self._attachments: list[Attachment] = list(group.row.attachments) if group.row else []
        self._taken = {each.name.casefold() for each in self._attachments}

    def build(self) -> None:
        """Add the application to the plan."""
        standing, past = self._standing()
        for item in standing:
            self._keep(item, item.arrival.files)
            if item.arrival.damaged and item.arrival.original:
                self._keep(item, [item.arrival.original])
        for item, word in past:
            self._keep_past(item, word)
        self._plan.applications.append(self._application(standing))

    def _standing(self) -> tuple[list[Item], list[tuple[Item, str]]]:
        """The items that make up the application as it stands, and those that are kept beside it with a word why."""
        standing: list[Item] = []
        past: list[tuple[Item, str]] = []
        in_time = self._group.row is not None
        for item in self._group.items:
            if item.late and (in_time or any(not each.late for each in standing)):
                reason = _("What {reference} sent in time stands; the late message is kept beside it.")
                item.doubts.append(reason.format(reference=self._group.reference))
                past.append((item, _past_words()[0]))
            elif standing and _replaces(item, standing):
                self._say_replaced(item, standing)
                past += [(each, _past_words()[1]) for each in standing]
                standing = [item]
            else:
                if standing or self._group.row is not None:
                    reason = _("It was added to {reference}.").format(reference=self._group.reference)
                    item.reasons.append(reason)
                standing.append(item)
        return standing, past

    def _say_replaced(self, item: Item, standing: Sequence[Item]) -> None:
        before = standing[0]
        when = f" ({to_the_minute(before.moment)})" if before.moment else ""
        reason = _("It replaces {source}{time} in {reference}; the earlier message is kept.")
        item.reasons.append(reason.format(source=before.arrival.source, time=when, reference=self._group.reference))
        if not _says_so(item) and item.arrival.address not in {each.arrival.address for each in standing}:
            item.doubts.append(
                _("It comes from another sender than {source}, and doesn't say that it replaces it.").format(
                    source=before.arrival.source
                )
            )
        now = {file.name.casefold() for file in item.arrival.files} | {file.sha256 for file in item.arrival.files}
        missing = [
            file.name
            for each in standing
            for file in each.arrival.files
            if file.name.casefold() not in now and file.sha256 not in now
        ]
        if missing:
            doubt = _("The earlier message also held {files}, which this one has not.")
            item.doubts.append(doubt.format(files=few(missing)))

    def _keep(self, item: Item, files: Iterable[KeptFile], word: str = "") -> None:
        keeping = Keeping(item.arrival)
        for file in files:
            keeping.wanted.add(file.sha256)
            name = distinct(f"{word} – {file.name}" if word else file.name, self._taken)
            self._taken.add(name.casefold())
            self._attachments.append(Attachment(name, file.sha256, file.size))
        if keeping.wanted:
            self._plan.keepings.append(keeping)

    def _keep_past(self, item: Item, word: str) -> None:
        if item.moment:
            word = f"{word}, {item.moment:%Y-%m-%d %H.%M}"
        self._keep(item, [item.arrival.original] if item.arrival.original else item.arrival.files, word)

    def _application(self, standing: Sequence[Item]) -> Application:
        first = standing[0] if standing else None
        answers = [answer for item in standing for answer in item.answers]
        if self._group.row is not None:
            asked = {answer.question for answer in self._group.row.answers}
            answers = [*self._group.row.answers, *(answer for answer in answers if answer.question not in asked)]
            received = self._group.row.received or (first.moment if first else None)
            email = self._group.row.email or (first.arrival.address if first else "")
            return replace(
                self._group.row,
                answers=tuple(answers),
                attachments=tuple(self._attachments),
                received=received,
                email=email,
            )
        said: dict[str, str] = {}
        for item in standing:
            said = {**item.particulars, **said}
        item = self._group.items[0] if first is None else first
        partners = tuple(part.strip() for part in said.get("partners", "").split(";") if part.strip())
        return Application(
            self._group.reference,
            item.named.name,
            partners=partners,
            title=said.get("title", ""),
            service=said.get("service", ""),
            sponsor=said.get("sponsor", ""),
            contact=said.get("contact", "") or item.arrival.sender,
            email=item.arrival.address,
            received=item.moment,
            answers=tuple(answers),
            attachments=tuple(self._attachments),
        )


def _past_words() -> tuple[str, str]:
    """How the names of files begin that are kept beside an application and are no part of it as it stands."""
    return _("Late"), _("Earlier version")


def is_past(name: str) -> bool:
    """Whether a file of an application is one that came too late or was replaced."""
    return name.startswith(tuple(f"{word}{mark}" for word in _past_words() for mark in (", ", " – ")))


def _replaces(item: Item, standing: Sequence[Item]) -> bool:
    """Whether a message takes the place of what stands, and doesn't only add to it."""
    if not item.arrival.files:
        return False
    if _says_so(item):
        return True
    names = {file.name.casefold() for each in standing for file in each.arrival.files}
    asked = {question for each in standing for question in each.questions}
    again = any(file.name.casefold() in names for file in item.arrival.files if not _decoration(file))
    return again or bool(asked & set(item.questions))


def _says_so(item: Item) -> bool:
    """Whether a message says of itself that it replaces an earlier one."""
    said = f"{item.arrival.subject}\n{item.arrival.text[:BEGINNING]}".split("\n>")[0]
    return _REPLACES.search(said) is not None


def _decoration(file: KeptFile) -> bool:
    """Whether a file is of the kind that stands in every letter of a sender: a logo, a signature."""
    return file.name.casefold().endswith(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".asc", ".p7s", ".vcf", ".htm", ".html")
    )
