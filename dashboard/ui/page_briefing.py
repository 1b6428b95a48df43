"""The parts of the page Paparan: what was collected, its order and words, and the file made of it.

The tray itself is kept by `dashboard.ui.tray`; what a briefing says, and how it becomes a
file, is decided in `dashboard.briefing`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from dashboard.briefing import content, presets, writer
from dashboard.briefing.pptx import template
from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.pages import SHARED
from dashboard.core.selection import Selection
from dashboard.export import markup, rows
from dashboard.export.chromium import NoBrowser
from dashboard.export.tray import MOST_LETTERS, STATEMENTS, Item, Tray, as_json, parameters_of
from dashboard.figures import addresses, registry
from dashboard.figures.model import MOST_REGIONS
from dashboard.ui import export_menu, figure_card, screen
from dashboard.ui import tray as ui_tray
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

_LOG = logging.getLogger("dashboard")

_LANGUAGE_NAMES = {"id": "Indonesia", "en": "English"}
_TEMPLATE_MB, _TRAY_MB = 20, 1
_NAMED_REGIONS = 4


@dataclass(frozen=True)
class Made:
    """A file that was made, and of what: it is offered as long as that stays the same."""

    of: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Given:
    """An office's own template: its file, or why it cannot be used."""

    name: str = ""
    content: bytes | None = None
    problem: ui_tray.Tell | None = None


def headline() -> None:
    """What the page is for."""
    say = screen.reader()
    screen.title(say("Briefing"))
    told = say(
        "Slides, a paper or one page from the figures of this dashboard, with your own words. "
        "Sources and caveats come with every number."
    )
    if not ui_tray.held().tray.items:
        told = say(
            "Nothing has been collected yet. Choose a ready-made briefing here, or press “Add to "
            "briefing” under any figure of the other pages."
        )
    st.markdown(markup.plain(told))


def filled() -> bool:
    """Whether there is anything to make a file of; a loss can be brought back either way."""
    if not ui_tray.held().tray.items:
        _restore()
        return False
    return True


# --- the parts -----------------------------------------------------------------------------------


def parts() -> None:
    """What is in the tray, in order: each part with its buttons and its own words."""
    say, held = screen.reader(), ui_tray.held()
    n = len(held.tray.items)
    with st.container(key="briefing-parts", gap="small"):
        st.subheader(say.plural("{n} part", "{n} parts", n), anchor=False)
        if told := ui_tray.too_long(say):
            st.warning(markup.plain(told), icon=":material/link_off:")
        place_of_loss = held.lost[-1].place if held.lost else None
        if held.lost and place_of_loss is None:
            _restore()
        for place, (number, item) in enumerate(zip(held.numbers, held.tray.items, strict=True)):
            if place == place_of_loss:
                _restore()
            with st.container(border=True, key=f"briefing-part-{number}", gap="xsmall"):
                _part(number, place, n, item, say)
        if place_of_loss is not None and place_of_loss >= n:
            _restore()


def _restore() -> None:
    """What was taken out last, where it was, and the button that brings it back."""
    held, say = ui_tray.held(), screen.reader()
    if not held.lost:
        return
    last = held.lost[-1]
    if last.place is None:
        n = len(last.tray.items)
        told = say.plural(
            "The earlier briefing with {n} part was replaced.",
            "The earlier briefing with {n} parts was replaced.",
            n,
        )
    else:
        title = _headline(last.tray.items[0], say.lang)
        told = say("Removed: {title}", title=title)
    with st.container(key="briefing-restore", horizontal=True, vertical_alignment="center"):
        st.markdown(markup.plain(told), width="stretch")
        st.button(
            say("Bring back"),
            icon=":material/undo:",
            on_click=ui_tray.restore,
            key="briefing-restore-button",
        )


def _part(number: int, place: int, n: int, item: Item, say: Words) -> None:
    lang = ui_tray.held().tray.lang
    own = item.told(lang)
    title = own.title.strip() or _headline(item, lang)
    # One element: where the number of elements changes, Streamlit lets go of the focus below them.
    told = (f"**{place + 1}. {markup.plain(title)}**", markup.plain(own.message.strip()))
    st.markdown("\n\n".join(one for one in told if one))
    asked = " · ".join(_asked(screen.facts(), item, say))
    st.caption(markup.plain(asked))
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
                on_click=ui_tray.move,
                args=(number, by),
                key=f"briefing-move-{number}-{by}",
            )
        st.button(
            say("Remove"),
            type="tertiary",
            icon=":material/delete:",
            on_click=ui_tray.remove,
            args=(number,),
            key=f"briefing-remove-{number}",
        )
        page, query = _live(screen.facts(), item, say.lang)
        st.page_link(
            f"../pages/{page}.py",
            label=say("Open"),
            icon=":material/open_in_browser:",
            query_params=query,
        )
    opened = st.expander(
        say("Own words and notes"),
        icon=":material/edit:",
        type="compact",
        on_change="rerun",
        key=f"briefing-words-{number}",
    )
    if opened.open:
        with opened:
            _editor(number, item, say)


def _editor(number: int, item: Item, say: Words) -> None:
    """Title, message and note in both languages, that of the briefing first."""
    first = ui_tray.held().tray.lang
    order = sorted(LANGUAGES, key=lambda lang: lang != first)
    for column, lang in zip(st.columns(2, gap="medium"), order, strict=True):
        with column:
            own, name = item.told(lang), _LANGUAGE_NAMES[lang]
            st.text_input(
                say("Title ({language})", language=name),
                max_chars=MOST_LETTERS["title"],
                placeholder=_headline(item, lang),
                **_text(number, lang, "title", own.title),
            )
            st.text_area(
                say("Message ({language})", language=name),
                max_chars=MOST_LETTERS["message"],
                height=80,
                placeholder=say("What your audience should take from it"),
                **_text(number, lang, "message", own.message),
            )
            st.text_area(
                say("Note for the speaker ({language})", language=name),
                max_chars=MOST_LETTERS["note"],
                height=120,
                placeholder=say("Only in the notes, not on the slide"),
                **_text(number, lang, "note", own.note),
            )


def _text(number: int, lang: str, name: str, value: str) -> dict[str, Any]:
    """Key and callback of a text of a part."""

    def changed() -> None:
        ui_tray.change_words(number, lang, {name: str(st.session_state[key] or "")})

    key = _shown(f"briefing-{name}-{number}-{lang}", value)
    return {"key": key, "on_change": changed}


def _shown(key: str, value: str) -> str:
    """The key of a text box that shows a value.

    It is set only where it differs: setting it anew takes away what the reader is typing.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


@lru_cache(maxsize=1024)
def _part_of(known: Warehouse, subject: str, selection: Selection, lang: str) -> content.Part:
    """What an item says without the reader's own words."""
    return content.part_of(known, Item(subject, selection), lang)


def _headline(item: Item, lang: str) -> str:
    """What an item says by itself."""
    return _part_of(screen.facts(), item.subject, item.selection, lang).title


def _asked(known: Warehouse, item: Item, say: Words) -> list[str]:
    """What an item asks: kind, regions, period and filters, in words."""
    names, chosen, plain = parameters_of(item.subject), item.selection, Selection()
    told = []
    if item.subject in STATEMENTS:
        told.append(say("In words"))
    if "region" in names:
        told.append(_named(known, chosen.region, say))
    part = _part_of(known, item.subject, chosen, say.lang)
    period = part.answer.period if part.answer is not None else str(chosen.year or "")
    if "year" in names and chosen.year is None:
        period = say("{period} (newest)", period=period) if period else say("newest year")
    if period:
        told.append(period)
    for name in names:
        value = getattr(chosen, name)
        if name in rows.NAMED_BY and value != getattr(plain, name):
            codes = value if isinstance(value, tuple) else (value,)
            labels = [dictionary.label(rows.NAMED_BY[name], code, say.lang) for code in codes]
            told.append(", ".join(labels) or say("no comparison"))
    return told


def _named(known: Warehouse, codes: tuple[str, ...], say: Words) -> str:
    """A few regions by name."""
    regions = choices.regions(known)
    if not codes:
        return say("All regions")
    names = [regions[code].label for code in codes[:_NAMED_REGIONS]]
    if len(codes) > _NAMED_REGIONS:
        names.append(say.plural("{n} other", "{n} others", len(codes) - _NAMED_REGIONS))
    return say.list(names)


def _live(known: Warehouse, item: Item, lang: str) -> tuple[str, dict[str, list[str]]]:
    """The page that shows an item, and what it is asked there."""
    selection = replace(item.selection, lang=lang)
    if item.subject in content.PAGES:
        return content.PAGES[item.subject], selection.query(SHARED)
    address = addresses.page(registry.answer(known, item.subject, selection))
    parts = urlsplit(address)
    return parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)


# --- the file ------------------------------------------------------------------------------------


def file() -> None:
    """Language, title and form of the briefing, and the file."""
    say, tray = screen.reader(), ui_tray.held().tray
    with st.container(key="briefing-file", border=True, gap="small"):
        st.subheader(say("The file"), anchor=False)
        _whole(tray, say)
        form = _choose_form(say)
        own_template, one = None, None
        if form == "pptx":
            own_template = _choose_template(say)
        if form == "nota":
            one = _choose_one(tray, say)
        _make(tray, form, own_template, one, say)


def _whole(tray: Tray, say: Words) -> None:
    """Language and title of the briefing."""

    def speak() -> None:
        ui_tray.speak(st.session_state["briefing-lang"])

    def name() -> None:
        ui_tray.name(tray.lang, str(st.session_state[key] or ""))

    st.session_state["briefing-lang"] = tray.lang
    st.segmented_control(
        say("Language of the briefing"),
        LANGUAGES,
        required=True,
        format_func=_LANGUAGE_NAMES.__getitem__,
        on_change=speak,
        key="briefing-lang",
    )
    key = _shown(f"briefing-name-{tray.lang}", tray.titles.get(tray.lang, ""))
    st.text_input(
        say("Title of the briefing ({language})", language=_LANGUAGE_NAMES[tray.lang]),
        max_chars=MOST_LETTERS["title"],
        placeholder=content.default_title(screen.facts(), tray),
        on_change=name,
        key=key,
    )


def _choose_form(say: Words) -> writer.Format:
    """What is made; the choice holds while the session lasts."""
    forms: dict[writer.Format, tuple[str, str]] = {
        "pptx": (
            say("Slides (PPTX)"),
            say("PowerPoint: editable charts, speaker notes"),
        ),
        "docx": (say("Paper (DOCX)"), say("Word, A4: contents, figures, tables, sources")),
        "nota": (say("Nota (DOCX)"), say("Word: one region on one page")),
        "html": (say("Web page (HTML)"), say("One file, also read from a USB stick")),
    }

    def keep() -> None:
        st.session_state["kept-briefing-form"] = st.session_state["briefing-form"]

    st.session_state["briefing-form"] = st.session_state.get("kept-briefing-form", "pptx")
    chosen: writer.Format = st.radio(
        say("Form"),
        list(forms),
        format_func=lambda form: forms[form][0],
        captions=[caption for _label, caption in forms.values()],
        on_change=keep,
        key="briefing-form",
    )
    return chosen


def _choose_template(say: Words) -> bytes | None:
    """An office's own PPTX, checked when it arrives; none takes ours."""
    opened = st.expander(
        say("Template of your office (optional)"),
        icon=":material/palette:",
        type="compact",
        on_change="rerun",
        key="briefing-template-part",
    )
    if opened.open:
        with opened:
            st.file_uploader(
                say(
                    "A PowerPoint file with your logo, colours and layouts (PPTX, at most {n} MB)",
                    n=_TEMPLATE_MB,
                ),
                type=["pptx"],
                max_upload_size=_TEMPLATE_MB,
                on_change=_take_template,
                key="briefing-template",
            )
            st.download_button(
                say("Our template, to adapt"),
                data=template.project_template,
                file_name="template.pptx",
                mime=writer.MEDIA["pptx"],
                icon=":material/download:",
                on_click="ignore",
                key="briefing-template-own",
            )
    given: Given = st.session_state.get("briefing-given", Given())
    if given.problem is not None:
        st.error(markup.plain(given.problem(say)), icon=":material/block:")
    elif given.content is not None:
        st.caption(markup.plain(say("Template: {name}", name=given.name)))
    return given.content


def _take_template() -> None:
    """Keep an uploaded template if it can be used: it stays while the session lasts."""
    uploaded = st.session_state["briefing-template"]
    given = Given()
    if uploaded is not None:
        try:
            template.check(uploaded.getvalue())
            given = Given(uploaded.name, uploaded.getvalue())
        except template.BadTemplate as error:
            given = Given(problem=error.message)
        except Exception:
            _LOG.exception("A template could not be checked")
            given = Given(problem=_sorry)
    st.session_state["briefing-given"] = given


def _choose_one(tray: Tray, say: Words) -> str:
    """The region of a nota: the one that the tray is about, else the reader is asked."""
    about = _about(tray)
    if len(about) == 1:
        return about[0]
    regions = choices.regions(screen.facts())
    if about:
        told = say(
            "A nota is about one region; this briefing is about {n}. Choose whose nota is made: "
            "the briefing stays as it is.",
            n=say.number(len(about), 0),
        )
    else:
        told = say(
            "A nota is about one region; this briefing is about all. Choose whose nota is made: "
            "the briefing stays as it is."
        )
    st.markdown(markup.plain(told))
    chosen: str = st.selectbox(
        say("Region of the nota"),
        about or list(regions),
        format_func=lambda code: regions[code].full_label,
        key="briefing-one",
    )
    return chosen


def _about(tray: Tray) -> list[str]:
    """The regions that a tray is about: those that it tells in words, else all that it asks."""
    told = [one for one in tray.items if one.subject == "position"]
    asked = told or tray.items
    return list(dict.fromkeys(code for one in asked for code in one.selection.region))


def _nota(known: Warehouse, tray: Tray, code: str) -> Tray:
    """What a nota on one region says, with the reader's words where the tray asks the same."""
    told = presets.nota(known, code, replace(screen.selection(), lang=tray.lang))
    own = {one.subject: one for one in tray.items if one.selection.region == (code,)}
    items = tuple(own.get(one.subject, one) for one in told.items)
    titles = tray.titles if _about(tray) == [code] else {}
    return replace(told, items=items, titles=titles)


def _make(
    tray: Tray, form: writer.Format, own_template: bytes | None, one: str | None, say: Words
) -> None:
    """The button that makes the file, and the file once it is made."""
    known = screen.facts()
    wanted = tray if one is None else _nota(known, tray, one)
    site = export_menu.site(figure_card.base_path())
    of = _fingerprint(wanted, form, own_template, known.revision, site)
    making = partial(writer.make, known, wanted, form, address=site, template=own_template)
    made: Made | None = st.session_state.get("briefing-made")
    is_made = made is not None and made.of == of
    pressed = st.button(
        say("Make the file"),
        type="secondary" if is_made else "primary",
        icon=":material/description:",
        width="stretch",
        key="briefing-make",
    )
    if pressed and not is_made:
        content_ = _made(making, say)
        if content_ is None:
            return
        mime = writer.MEDIA[writer.SUFFIXES[form]]
        made = Made(of, writer.file_name(wanted, form), mime, content_)
        st.session_state["briefing-made"] = made
        st.rerun()
    if made is None:
        return
    if not is_made:
        st.caption(markup.plain(say("The briefing has changed since the last file.")))
        return
    st.download_button(
        say("Download the file"),
        data=made.content,
        file_name=made.name,
        mime=made.mime,
        type="primary",
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
        key="briefing-download",
    )
    size = say.number(max(len(made.content) / 1000, 1), 0)
    st.caption(markup.plain(say("Ready: {name}, {size} KB", name=made.name, size=size)))


def _fingerprint(tray: Tray, form: str, given: bytes | None, revision: str, site: str) -> str:
    parts = (as_json(tray), form.encode(), given or b"", revision.encode(), site.encode())
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()


def _made(making: Callable[..., bytes], say: Words) -> bytes | None:
    """The file, with its progress; if it cannot be made, the reader gets a sentence."""
    progress = st.progress(0.0, text=say("The file is being made."))

    def told(done: int, of: int, _title: str) -> None:
        text = say("Part {n} of {all} is being made.", n=min(done + 1, of), all=of)
        progress.progress(min(done / max(of, 1), 1.0), text=text)

    try:
        return making(progress=told)
    except (template.BadTemplate, NoBrowser) as error:
        st.error(markup.plain(error.message(say)), icon=":material/block:")
    except Exception:
        _LOG.exception("A briefing could not be made")
        st.error(markup.plain(_sorry(say)), icon=":material/error:")
    finally:
        progress.empty()
    return None


def _sorry(say: Words) -> str:
    return say(
        "The file could not be made; your briefing is not lost. Try another form, or tell the "
        "maintainers the time: the reason stands in the server's log."
    )


# --- ready-made, and kept ------------------------------------------------------------------------


def ready_made() -> None:
    """Whole briefings from one choice; what they replace can be brought back."""
    say, n = screen.reader(), len(ui_tray.held().tray.items)
    with st.container(key="briefing-ready", border=True, gap="small"):
        st.subheader(say("Ready-made briefings"), anchor=False)
        if n:
            told = say.plural(
                "It replaces the {n} part that is there now; you can bring it back.",
                "It replaces the {n} parts that are there now; you can bring them back.",
                n,
            )
            st.caption(markup.plain(told))
        one, several = st.columns(2, gap="medium")
        with one:
            _one_region(say)
        with several:
            _compare(say)


def _one_region(say: Words) -> None:
    """The briefing on one region: where it stands, what happened, its peers, what is unknown."""
    regions = choices.regions(screen.facts())
    first = next(iter(screen.selection().region), next(iter(regions)))
    st.markdown("**" + markup.plain(say("One region")) + "**")
    code: str = st.selectbox(
        say("Province, kabupaten or kota"),
        list(regions),
        index=list(regions).index(first),
        format_func=lambda code: regions[code].full_label,
        key=f"briefing-region-{first}",
    )
    st.button(
        say("Briefing on this region"),
        icon=":material/auto_awesome_motion:",
        type="secondary" if ui_tray.held().tray.items else "primary",
        on_click=_fill,
        args=(partial(presets.one_region, screen.facts(), code, screen.selection()),),
        key="briefing-fill-one",
    )


def _compare(say: Words) -> None:
    """The briefing that lays the regions of the filter side by side."""
    codes = screen.selection().region
    st.markdown("**" + markup.plain(say("Compare regions")) + "**")
    if len(codes) < 2:
        told = say("Choose at least two regions in the filter to compare them.")
    elif len(codes) > MOST_REGIONS:
        told = say(
            "{n} regions are too many; at most {most} are possible.",
            n=len(codes),
            most=MOST_REGIONS,
        )
    else:
        told = say("Regions of the filter: {names}.", names=_named(screen.facts(), codes, say))
    st.markdown(markup.plain(told))
    st.button(
        say("Briefing that compares them"),
        icon=":material/compare_arrows:",
        disabled=not 2 <= len(codes) <= MOST_REGIONS,
        on_click=_fill,
        args=(partial(presets.compare, screen.facts(), codes, screen.selection()),),
        key="briefing-fill-compare",
    )


def _fill(tray: partial[Tray]) -> None:
    """Put a ready-made briefing into the tray."""
    before = ui_tray.held().tray
    ui_tray.replace_all(tray())
    _tell_replaced(before)


def _tell_replaced(before: Tray) -> None:
    """The button may be far below what it changed."""
    if not before.items:
        return
    say = screen.reader()
    told = say("The briefing was replaced. “Bring back” stands above its parts.")
    st.toast(markup.plain(told), icon=":material/undo:", duration="long")


def keep() -> None:
    """The tray as a file, for the next meeting or the next year."""
    say, tray = screen.reader(), ui_tray.held().tray
    with st.container(key="briefing-keep", border=True, gap="small"):
        st.subheader(say("Keep and repeat"), anchor=False)
        if tray.items:
            told = say(
                "The address of this page holds the briefing: bookmark it or pass it on. A file "
                "holds it too; loaded next year, it tells next year's facts."
            )
            st.caption(markup.plain(told))
            name = writer.file_name(tray, "html").removesuffix("html") + "json"
            with st.container(horizontal=True, gap="small"):
                st.download_button(
                    say("Save (JSON)"),
                    data=as_json(tray),
                    file_name=name,
                    mime="application/json",
                    icon=":material/save:",
                    on_click="ignore",
                    key="briefing-save",
                )
                st.button(
                    say("Empty the briefing"),
                    icon=":material/delete_sweep:",
                    on_click=ui_tray.replace_all,
                    args=(Tray(),),
                    key="briefing-empty",
                )
        n = st.session_state.get("briefing-loads", 0)
        st.file_uploader(
            say("Load a saved briefing (JSON, at most {n} MB)", n=_TRAY_MB),
            type=["json"],
            max_upload_size=_TRAY_MB,
            on_change=_load,
            args=(n,),
            key=f"briefing-load-{n}",
        )
        of, ignored = st.session_state.get("briefing-load-told", (None, ()))
        if ignored and of == tray:
            sentences = " ".join(tell(say) for tell in ignored)
            st.warning(markup.plain(sentences), icon=":material/rule:")


def _load(n: int) -> None:
    """Take the uploaded tray; the box is then free for the next one."""
    uploaded = st.session_state[f"briefing-load-{n}"]
    if uploaded is None:
        return
    before = ui_tray.held().tray
    ignored = ui_tray.load(screen.facts(), uploaded.getvalue())
    if ui_tray.held().tray is not before:
        _tell_replaced(before)
    st.session_state["briefing-load-told"] = (ui_tray.held().tray, ignored)
    st.session_state["briefing-loads"] = n + 1
