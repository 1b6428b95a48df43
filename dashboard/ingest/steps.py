"""The steps of bringing in facts: read, preview, apply; the page and the command line do the same.

A preview writes nothing but a build beside the others. Applying takes exactly what the preview
showed: on other facts than those it was made on, it is refused and the preview is made again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from dashboard import facts
from dashboard.core import access, audit
from dashboard.core.access import Account, Role
from dashboard.core.i18n import DEFAULT_LANGUAGE, Words, message, words
from dashboard.core.settings import Settings
from dashboard.core.uploads import Unusable
from dashboard.facts.revisions import Kind, Note, Revision
from dashboard.ingest import candidate, effects, review, shipped
from dashboard.ingest.apply import apply_files
from dashboard.ingest.changed_tables import CONFIDENTIAL, Tables, no_table
from dashboard.ingest.effects import Effects
from dashboard.ingest.incoming import Answers, Fault, Incoming, Question
from dashboard.ingest.proposal import Proposal, propose
from dashboard.ingest.read import read
from dashboard.ingest.review import Finding
from dashboard.warehouse import intake
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.pending_facts import Pending

Progress = Callable[[str], None]


def _quiet(_step: str) -> None:
    pass


class NotReady(Exception):
    """A preview that cannot be applied yet; `message(say)` says what is left to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def message(self, say: Words) -> str:
        """What is left to do."""
        return say(self.text)


NOT_SOUND = message("The file still has open questions or faults. Nothing was changed.")
NOTHING_NEW = message("The facts hold all of this already. Nothing was changed.")
NO_REASON = message("Write why the facts are changed. Nothing was changed.")
NOT_LOOKED_AT = message(
    "Some findings have not been marked as looked at. Look at each of them first. Nothing was "
    "changed."
)


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file would change.

    Attributes:
        incoming: what it was read as.
        proposal: the rows and files as they would be.
        faults: what is wrong with the facts as they would be.
        findings: what needs a look; only where nothing is wrong.
        effects: what readers would see otherwise; only where nothing is wrong.
        pending: the facts of data/ that it is about, where it is not about a file.
        reverts: the revision that it takes back, where it is not about a file.
    """

    incoming: Incoming
    proposal: Proposal | None = None
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    effects: Effects | None = None
    pending: Pending | None = None
    reverts: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is open, of the file and of what comes along with its rows."""
        return (*self.incoming.questions, *(self.proposal.questions if self.proposal else ()))

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, with the file and with the facts as they would be."""
        of_proposal = self.proposal.faults if self.proposal else ()
        return (*self.incoming.faults, *of_proposal, *self.faults)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is asked and nothing is wrong."""
        return self.proposal is not None and not self.questions and not self.all_faults

    @property
    def is_empty(self) -> bool:
        """Whether the facts hold all of it already."""
        return self.is_sound and self.proposal is not None and self.proposal.is_empty


@dataclass(frozen=True)
class Request:
    """A file that somebody wants to bring in, and what they said of it.

    Attributes:
        content, file_name: the file.
        table: the table it is for; None to tell it from its headings.
        answers: to the questions of earlier previews, by their keys.
        replaces: whether it is the whole of its years and sources.
        lang: of the labels of what is asked.
        today: the day that the facts would be of.
    """

    content: bytes
    file_name: str
    table: str | None
    answers: Answers
    replaces: bool = False
    lang: str = DEFAULT_LANGUAGE
    today: dt.date = dt.date.min


def preview(
    settings: Settings, account: Account, request: Request, progress: Progress = _quiet
) -> Preview:
    """Read a file, lay it over the facts that are served, and look at what that would change.

    Raises:
        Forbidden: the account may not change facts.
        Unusable: the table cannot be changed here.
        BadSetting, BuildError, StoreError: the machine, the settings or the store refuse.
    """
    access.check(account, Role.EDIT)
    base = intake.base(settings)
    now = _opened(settings, base.files, progress)
    with intake.checkout(settings, base.files) as folder:
        described = facts.read_description(folder)
    known = {table.name: table for table in described.tables}
    if request.table is not None and request.table not in known:
        raise no_table(request.table, known)
    if request.table is not None and known[request.table].is_confidential:
        raise Unusable(CONFIDENTIAL, table=request.table)
    incoming = read(
        request.content,
        request.file_name,
        request.table,
        warehouse=now,
        description=described,
        answers=request.answers,
        lang=request.lang,
    )
    if not incoming.is_ready:
        return Preview(incoming)
    today = dt.date.today() if request.today == dt.date.min else request.today
    proposal = propose(
        base.files,
        described,
        incoming,
        base=base.parent,
        today=today,
        answers=request.answers,
        replaces=request.replaces,
        lang=request.lang,
    )
    found = Preview(incoming, proposal)
    if proposal.questions or proposal.faults or proposal.is_empty:
        return found
    made, faults = candidate.built(settings, incoming, proposal, progress)
    if made is None:
        return replace(found, faults=faults)
    old, new = Tables(base.files, described), Tables(proposal.files, described)
    return replace(
        found,
        findings=review.find(old, new, proposal),
        effects=_effects(settings, now, made, proposal, request.lang),
    )


def preview_of_pending(
    settings: Settings,
    account: Account,
    choices: Answers,
    lang: str = DEFAULT_LANGUAGE,
    progress: Progress = _quiet,
) -> Preview | None:
    """What the facts of data/ that wait for a decision would change; None where none wait.

    Where they cannot be taken in at all, `Preview.pending.message` says why, and nothing else is
    there.

    Args:
        settings: the folders.
        account: who asks.
        choices: what was decided of conflicts, by the keys of the questions: `ours` or `theirs`.
        lang: of what is asked.
        progress: is called with each step.

    Raises:
        Forbidden: the account may not change facts.
        BadSetting, BuildError, StoreError: the machine, the settings or the store refuse.
    """
    access.check(account, Role.EDIT)
    made = shipped.decided(choices)
    pending = intake.pending(settings, made) or (intake.pending(settings) if made else None)
    if pending is None:
        return None
    incoming = Incoming("", f"data/ {pending.version}", "")
    if pending.reason in ("older", "refused"):
        return Preview(incoming, pending=pending)
    proposal = shipped.of_pending(pending, words(lang))
    return _with_effects(settings, Preview(incoming, proposal, pending=pending), lang, progress)


def preview_of_revert(
    settings: Settings,
    account: Account,
    revision: str,
    *,
    answers: Answers,
    lang: str = DEFAULT_LANGUAGE,
    progress: Progress = _quiet,
) -> Preview:
    """What taking back a revision would change; later revisions stay.

    Args:
        settings: the folders.
        account: who asks.
        revision: its id or the beginning of it.
        answers: what was decided of cells that were changed again since.
        lang: of what is asked.
        progress: is called with each step.

    Raises:
        Forbidden: the account may not change facts.
        UnknownRevision, NothingBefore: there is none of this name, or it is the first one.
        BadSetting, BuildError, StoreError: the machine, the settings or the store refuse.
    """
    access.check(account, Role.EDIT)
    reverted, proposal = shipped.of_revert(
        settings, revision, answers, dt.date.today(), words(lang)
    )
    found = Preview(Incoming("", "", ""), proposal, reverts=reverted.id)
    return _with_effects(settings, found, lang, progress)


def _with_effects(settings: Settings, found: Preview, lang: str, progress: Progress) -> Preview:
    """A preview of no sheet, with what is wrong and what readers would see."""
    proposal = found.proposal
    if proposal is None or proposal.questions or proposal.is_empty:
        return found
    now = _opened(settings, intake.base(settings).files, progress)
    made, faults = candidate.built(settings, found.incoming, proposal, progress)
    if made is None:
        return replace(found, faults=faults)
    return replace(found, effects=_effects(settings, now, made, proposal, lang))


def _effects(
    settings: Settings, now: Warehouse, made: Build, proposal: Proposal, lang: str
) -> Effects:
    return effects.compare(now, Warehouse(made, settings.sql_dir), proposal, lang)


def _opened(settings: Settings, files: Mapping[str, bytes], progress: Progress) -> Warehouse:
    return Warehouse(intake.build_of(settings, files, progress), settings.sql_dir)


def apply(
    settings: Settings,
    account: Account,
    previewed: Preview,
    *,
    why: str,
    looked_at: Collection[str],
    progress: Progress = _quiet,
) -> Revision:
    """Make what a preview shows the newest revision.

    Args:
        settings: the folders.
        account: who does it.
        previewed: a sound preview.
        why: the reason, as it will stand in the history.
        looked_at: the keys of the findings that were looked at: all of them.
        progress: is called with each step.

    Raises:
        Forbidden: the account may not change facts.
        NotReady: something is left to do.
        Unwritable: the audit log cannot be written.
        Outdated: the facts were changed since the preview was made.
        BadSetting, BrokenFacts, BuildError, StoreError: as `apply_files`.
    """
    access.check(account, Role.EDIT)
    proposal = previewed.proposal
    if proposal is None or not previewed.is_sound:
        raise NotReady(NOT_SOUND)
    if proposal.is_empty:
        raise NotReady(NOTHING_NEW)
    if not why.strip():
        raise NotReady(NO_REASON)
    if {one.key for one in previewed.findings} - set(looked_at):
        raise NotReady(NOT_LOOKED_AT)
    news = previewed.effects.news if previewed.effects else ()
    pending, incoming = previewed.pending, previewed.incoming
    kind: Kind = pending.kind if pending else "revert" if previewed.reverts else "ingest"
    note = Note(
        kind,
        account.id,
        why.strip(),
        incoming.file_name if incoming.file_hash else "",
        incoming.file_hash,
        proposal.counts,
        tuple(one.as_json() for one in news),
        previewed.reverts,
    )
    counts = {one.table: [one.added, one.changed, one.removed] for one in proposal.counts}
    details = {"counts": counts, "file_hash": incoming.file_hash, "reverts": previewed.reverts}
    said = {name: value for name, value in details.items() if value}
    with audit.of(settings).change(account, kind, **said) as changed:
        made = apply_files(
            settings,
            proposal.files,
            note,
            proposal.base,
            taken_in=pending.taken_in if pending else None,
            progress=progress,
        )
        changed(made.id)
    return made
