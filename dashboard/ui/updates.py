"""What somebody is bringing in: the file, what was said of it, and what it would change.

It lasts as long as the session, on other pages too, and is gone when it was applied or dropped.
Every step is taken with the account of the session, which the functions below look at themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.audit import Unwritable
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.core.settings import BadSetting, Settings
from dashboard.core.uploads import Unusable
from dashboard.export import markup
from dashboard.facts import BrokenFacts, read_description
from dashboard.facts.revisions import Revision
from dashboard.facts.store import Outdated, StoreError
from dashboard.figures import addresses
from dashboard.ingest import steps
from dashboard.ingest.effects import MOST_REGIONS
from dashboard.ingest.steps import NotReady, Preview, Request
from dashboard.ui import access, state
from dashboard.warehouse import build, choices, intake

_KEY = "update-work"
# What keeps a step from being taken, each with a sentence of its own.
REFUSALS = (
    *(BadSetting, BrokenFacts, build.BuildError, StoreError, Unusable, NotReady),
    *(Forbidden, Unwritable),
)
Say = Callable[[Words], str]


@dataclass(frozen=True)
class Work:
    """What is being brought in.

    Attributes:
        content, file_name: the file; empty where the facts of data/ are meant.
        table: that it was said to be for; None to tell it from the headings.
        answers: to questions, by their keys.
        replaces: whether the file is the whole of its years and sources.
        reverts: the revision that is to be taken back, instead of a file.
        of_program: whether the facts that wait in data/ are meant, instead of a file.
        found: what it would change, as soon as that is known.
        problem: why that cannot be known, or why it was not applied.
        applied: the revision that it became.
        lang: in which it was looked at.
    """

    content: bytes = b""
    file_name: str = ""
    table: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    replaces: bool = False
    reverts: str = ""
    of_program: bool = False
    found: Preview | None = None
    problem: Say | None = None
    applied: Revision | None = None
    lang: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.file_name or self.reverts or self.of_program)


def current() -> Work:
    """What this session is bringing in."""
    work: Work = st.session_state.get(_KEY, Work())
    return work


def begin(work: Work) -> None:
    """Bring in something else."""
    st.session_state[_KEY] = work
    st.session_state["update-n"] = st.session_state.get("update-n", 0) + 1


def key(name: str) -> str:
    """The key of a widget that belongs to what is being brought in: the next one begins anew."""
    return f"update-{st.session_state.get('update-n', 0)}-{name}"


def change(**changes: Any) -> None:
    """Say something else of it: what it would change is looked at again."""
    st.session_state[_KEY] = replace(current(), found=None, problem=None, **changes)


def answer(answers: Mapping[str, Any]) -> None:
    """Answer questions; an answer that is empty takes the earlier one back."""
    known = {**current().answers, **answers}
    change(answers={name: value for name, value in known.items() if value is not None})


def look() -> Work:
    """What is being brought in, with what it would change; that takes seconds where it is new."""
    work = current()
    lang = state.selection().lang
    is_known = bool(work.found or work.problem) and work.lang == lang
    if not work.is_open or work.applied or is_known:
        return work
    say = state.words()
    with st.status(say("Looking at what would change …"), expanded=False) as shown:

        def tell(step: str) -> None:
            shown.update(label=_step(step, say))

        try:
            work = replace(work, found=_previewed(work, lang, tell), problem=None, lang=lang)
        except REFUSALS as error:
            work = replace(work, found=None, problem=partial(_sentence, error), lang=lang)
        shown.update(label=say("Looked at."), state="complete")
    st.session_state[_KEY] = work
    return work


def _previewed(work: Work, lang: str, tell: Callable[[str], None]) -> Preview | None:
    settings, account = Settings(), access.require(Role.EDIT, "ingest")
    if work.of_program:
        return steps.preview_of_pending(settings, account, work.answers, lang, tell)
    if work.reverts:
        return steps.preview_of_revert(
            settings, account, work.reverts, answers=work.answers, lang=lang, progress=tell
        )
    return steps.preview(
        settings,
        account,
        Request(
            work.content,
            work.file_name,
            work.table,
            work.answers,
            replaces=work.replaces,
            lang=lang,
        ),
        tell,
    )


def _step(step: str, say: Words) -> str:
    return {
        "validate": say("Checking every cell …"),
        "load": say("Computing the answers …"),
        "check": say("Testing the facts against each other …"),
        "draw": say("Preparing the maps …"),
    }.get(step, say("Looking at what would change …"))


def _sentence(error: Any, say: Words) -> str:
    return str(error.message(say))


def apply(why: str, looked_at: set[str]) -> None:
    """Make it the newest revision; where the facts were changed since, it is looked at again."""
    work, say = current(), state.words()
    if work.found is None:
        return
    try:
        account: Account = access.require(Role.EDIT, "ingest")
        with st.spinner(say("Applying …")):
            made = steps.apply(Settings(), account, work.found, why=why, looked_at=looked_at)
    except Outdated as error:
        begin_again(partial(_sentence, error))
    except REFUSALS as error:
        st.session_state[_KEY] = replace(work, problem=partial(_sentence, error))
    else:
        # The file is let go of: what became of it stands in the history.
        st.session_state[_KEY] = Work(
            file_name=work.file_name, found=work.found, applied=made, lang=work.lang
        )


def begin_again(why: Say) -> None:
    """Look again at what would change, with all that was answered; say why."""
    st.session_state["update-again"] = why
    change()


def told_again() -> str:
    """Why it was looked at again, once."""
    why: Say | None = st.session_state.pop("update-again", None)
    return why(state.words()) if why else ""


def drop() -> None:
    """Let go of what is being brought in. Nothing was changed."""
    begin(Work())


def name_of(code: str) -> str | None:
    """The name of a region of the facts that are served."""
    return choices.name_of(state.warehouse(), code)


def tell_refused(error: Any) -> None:
    """Why something is not done, in a box."""
    st.error(markup.escape(error.message(state.words())), icon=":material/block:")


def waiting() -> str:
    """The facts of data/ that wait for a decision, as a sentence; empty where none do."""
    try:
        found = intake.pending(Settings())
    except (BadSetting, build.BuildError, StoreError) as error:
        return str(error.message(state.words()))
    return found.message(state.words()) if found else ""


def feed_address(chosen: Selection) -> str:
    """The feed of what is new in the chosen regions."""
    query = urlencode(chosen.query(("region", "lang")), doseq=True)
    return f"{addresses.HERE}/changes.atom?{query}"


def known_regions(codes: Iterable[str]) -> list[str]:
    """The regions among codes that readers can choose, the first few."""
    known = choices.regions(state.warehouse())
    return [code for code in dict.fromkeys(codes) if code in known][:MOST_REGIONS]


def template(table: str, lang: str) -> bytes:
    """An empty sheet for a table, with lists of the codes that it may hold."""
    from dashboard.ingest import templates

    settings = Settings()
    with intake.checkout(settings, intake.base(settings).files) as folder:
        described = read_description(folder)
    [known] = [one for one in described.tables if one.name == table]
    return templates.workbook(known, described, state.warehouse(), lang)
