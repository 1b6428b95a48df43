"""The items of the tray in order: their buttons, the reader's own words, and what was taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.core.i18n import LANGUAGES, Words
from dashboard.export import markup
from dashboard.export.tray import MOST_LETTERS, OWN, WITH_BODY, Item, Texts
from dashboard.ui import state, tray_additions, tray_parameters, tray_state

LANGUAGE_NAMES = {"id": "Indonesia", "en": "English"}
_PICTURE = 152  # pixels across, of a part's small picture


@dataclass(frozen=True)
class Description:
    """What an item says and asks, given by whoever knows what stands behind it.

    Attributes:
        headline: of an item in a language: what it says without the reader's own words.
        question: kind, regions, period and filters of an item, in words.
        page_of: the page that shows an item, and what it is asked there; none of own words.
        picture: the address of a small picture of an item.
        body: of an item on which the reader's own sentences can stand: those that stand there by
            themselves, one a line.
        summary: the item that sums up the tray.
    """

    headline: Callable[[Item, str], str]
    question: Callable[[Item, Words], list[str]]
    page_of: Callable[[Item, str], tuple[str, dict[str, list[str]]] | None]
    picture: Callable[[Item, str], str]
    body: Callable[[Item, str], str]
    summary: Item


def items(described: Description) -> None:
    """What is in the tray, in order: each part with its buttons and its own words."""
    say, current = state.words(), tray_state.current()
    n = len(current.tray.items)
    with st.container(key="briefing-parts", gap="small"):
        st.header(say.plural("{n} part", "{n} parts", n), anchor=False)
        titles = [title_of(one, described) for one in current.tray.items]
        tray_additions.buttons(titles, described.summary)
        if too_long := tray_state.too_long(say):
            st.warning(markup.escape(too_long), icon=":material/link_off:")
        removed_place = current.removed[-1].place if current.removed else None
        if current.removed and removed_place is None:
            restore(described)
        for place, (number, item) in enumerate(
            zip(current.numbers, current.tray.items, strict=True)
        ):
            if place == removed_place:
                restore(described)
            with st.container(border=True, key=f"briefing-part-{number}", gap="xsmall"):
                _item(number, place, n, item, described, say)
        if removed_place is not None and removed_place >= n:
            restore(described)


def restore(described: Description) -> None:
    """What was taken out last, where it was, and the button that brings it back."""
    current, say = tray_state.current(), state.words()
    if not current.removed:
        return
    last = current.removed[-1]
    if last.place is None:
        n = len(last.tray.items)
        text = say.plural(
            "The earlier briefing with {n} part was replaced.",
            "The earlier briefing with {n} parts was replaced.",
            n,
        )
    else:
        title = described.headline(last.tray.items[0], say.lang)
        text = say("Removed: {title}", title=title)
    with st.container(key="briefing-restore", horizontal=True, vertical_alignment="center"):
        st.markdown(markup.escape(text), width="stretch")
        st.button(
            say("Bring back"),
            icon=":material/undo:",
            on_click=tray_state.restore,
            key="briefing-restore-button",
        )


def _item(  # noqa: PLR0917 (each is of this item alone)
    number: int, place: int, n: int, item: Item, described: Description, say: Words
) -> None:
    lang = tray_state.current().tray.lang
    own, title = item.texts_in(lang), title_of(item, described)
    asked = " · ".join(described.question(item, say))
    if item.is_empty_in(lang):
        asked = say(
            "Still empty in the language of the briefing: a file leaves it out until it has words."
        )
        if item.subject not in OWN:
            asked = say("Choose its region below: until then a file leaves it out.")
    with st.container(horizontal=True, gap="small", key=f"briefing-head-{number}"):
        picture = markup.render(
            "thumbnail.html",
            address=described.picture(item, lang),
            title=title,
            is_empty=item.is_empty_in(lang),
        )
        st.html(picture, width=_PICTURE)
        with st.container(gap="xxsmall"):
            # One element: where the number of elements changes, Streamlit lets go of the focus
            # below them.
            message = own.message.strip()
            texts = [f"**{place + 1}. {markup.escape(title)}**"]
            texts += [markup.escape(message)] if message not in ("", title) else []
            st.markdown("\n\n".join(texts))
            st.caption(markup.escape(asked))
    with st.container(
        horizontal=True, vertical_alignment="center", gap="medium", key=f"briefing-buttons-{number}"
    ):
        for label, icon, by, disabled in (
            (say("Up"), ":material/arrow_upward:", -1, place == 0),
            (say("Down"), ":material/arrow_downward:", 1, place == n - 1),
        ):
            st.button(
                label,
                type="tertiary",
                icon=icon,
                disabled=disabled,
                on_click=tray_state.move,
                args=(number, by),
                key=f"briefing-move-{number}-{by}",
            )
        st.button(
            say("Remove"),
            type="tertiary",
            icon=":material/delete:",
            on_click=tray_state.remove,
            args=(number,),
            key=f"briefing-remove-{number}",
        )
        if (shown := described.page_of(item, say.lang)) is not None:
            page, query = shown
            st.page_link(
                f"../pages/{page}.py",
                label=say("Open"),
                icon=":material/open_in_browser:",
                query_params=query,
            )
    with st.container(horizontal=True, gap="small", key=f"briefing-folds-{number}"):
        opened = st.expander(
            say("Own words and notes"),
            icon=":material/edit:",
            type="compact",
            on_change="rerun",
            key=f"briefing-words-{number}",
        )
        if opened.open:
            with opened:
                _editor(number, item, described, say)
        tray_parameters.editor(number, item, say)


def title_of(item: Item, described: Description) -> str:
    """What stands over an item in the language of the briefing."""
    lang = tray_state.current().tray.lang
    return item.texts_in(lang).title.strip() or described.headline(item, lang)


def _editor(number: int, item: Item, described: Description, say: Words) -> None:
    """The reader's own words in the language of the briefing; folded below, in the other one."""
    first = tray_state.current().tray.lang
    for lang in sorted(LANGUAGES, key=lambda lang: lang != first):
        if lang == first:
            _fields(number, item, lang, described, say)
            continue
        is_empty = item.texts_in(lang) == Texts()
        name = LANGUAGE_NAMES[lang]
        label = say("{language} (empty)", language=name) if is_empty else name
        with st.expander(
            label, expanded=not is_empty, type="compact", key=f"briefing-words-{number}-{lang}"
        ):
            _fields(number, item, lang, described, say)


def _fields(number: int, item: Item, lang: str, described: Description, say: Words) -> None:
    """The words that stand on a part in one language."""
    own, name = item.texts_in(lang), LANGUAGE_NAMES[lang]
    headline = described.headline(item, lang)
    st.text_input(
        say("Title ({language})", language=name),
        max_chars=MOST_LETTERS["title"],
        placeholder=say("What this slide says") if item.subject in OWN else headline,
        **_text(number, lang, "title", own.title),
    )
    if item.subject != "text":
        st.text_area(
            say("Message ({language})", language=name),
            max_chars=MOST_LETTERS["message"],
            height=80,
            placeholder=say("What your audience should take from it"),
            **_text(number, lang, "message", own.message),
        )
    if item.subject in WITH_BODY:
        _body(number, item, lang, described, say)
    st.text_area(
        say("Note for the speaker ({language})", language=name),
        max_chars=MOST_LETTERS["note"],
        height=120,
        placeholder=say("Only in the notes, not on the slide"),
        **_text(number, lang, "note", own.note),
    )


def _body(number: int, item: Item, lang: str, described: Description, say: Words) -> None:
    """The reader's own sentences or steps, and the way from those of the facts and back to them."""
    own, name = item.texts_in(lang).body, LANGUAGE_NAMES[lang]
    labels = {
        "text": say("Text ({language}), one sentence a line", language=name),
        "summary": say("Own summary ({language}), one sentence a line", language=name),
        "next-steps": say("Own steps ({language}): step | who | when, one a line", language=name),
    }
    of_facts = described.body(item, lang)
    st.text_area(
        labels[item.subject],
        max_chars=MOST_LETTERS["body"],
        height=160,
        placeholder=of_facts,
        **_text(number, lang, "body", own),
    )
    if of_facts:
        st.button(
            say("Back to the lines from the facts") if own else say("Edit these lines"),
            icon=":material/undo:" if own else ":material/edit_note:",
            type="tertiary",
            on_click=tray_state.change_words,
            args=(number, lang, {"body": "" if own else of_facts}),
            key=f"briefing-lines-{number}-{lang}",
        )


def _text(number: int, lang: str, name: str, value: str) -> dict[str, Any]:
    """Key and callback of a text of a part."""

    def changed() -> None:
        tray_state.change_words(number, lang, {name: str(st.session_state[key] or "")})

    key = text_box(f"briefing-{name}-{number}-{lang}", value)
    return {"key": key, "on_change": changed}


def text_box(key: str, value: str) -> str:
    """The key of a text box that shows a value.

    It is set only where it differs: setting it anew takes away what the reader is typing.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key
