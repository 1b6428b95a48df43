"""Paparan: what a reader collected, in order and with own words, and the file made of it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboard.briefing import compose, description, presets, writer
from dashboard.briefing.pptx import template
from dashboard.core import logs, uploads
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.selection import MOST_REGIONS
from dashboard.export import markup
from dashboard.export.chromium import NoBrowser
from dashboard.export.tray import MOST_LETTERS, Tray, as_json
from dashboard.ui import (
    export_menu,
    region_box,
    state,
    tray_additions,
    tray_editor,
    tray_file,
    tray_parameters,
    tray_state,
)
from dashboard.ui.tray_editor import LANGUAGE_NAMES, Description, text_box
from dashboard.ui.tray_file import BriefingFile, Template
from dashboard.warehouse import choices

_LOG = logging.getLogger("dashboard")


def contents() -> None:
    headline()
    described = description_of_items()
    if tray_state.current().tray.items:
        items, file_ = st.columns([8, 5], gap="large")
        with file_:
            file()
        with items:
            tray_editor.items(described)
    else:
        tray_editor.restore(described)
        tray_additions.buttons([], described.summary)
    ready_made()
    tray_file.keep(
        writer.file_name(tray_state.current().tray, "html").removesuffix("html") + "json"
    )


def description_of_items() -> Description:
    """What the items of the tray say and ask, in the window of the briefing."""
    warehouse, tray = state.warehouse(), tray_state.current().tray

    def of_item(describe: Callable[..., Any]) -> Callable[..., Any]:
        return lambda item, *more: describe(
            warehouse, compose.in_window(warehouse, tray, item), *more
        )

    return Description(
        headline=of_item(description.headline),
        question=of_item(description.question),
        page_of=of_item(description.page_of),
        picture=of_item(description.picture),
        body=of_item(description.body),
        summary=description.summary(tray, state.selection()),
    )


def headline() -> None:
    """What the page is for."""
    say = state.words()
    text = say(
        "Slides, a paper or one page from the figures of this dashboard, with your own words. "
        "Sources and caveats come with every number."
    )
    if not tray_state.current().tray.items:
        text = say(
            "Nothing has been collected yet. Choose a ready-made briefing here, or press “Add to "
            "briefing” under any figure of the other pages."
        )
    st.markdown(markup.escape(text))


def file() -> None:
    """Language, title and form of the briefing, and the file."""
    say, tray = state.words(), tray_state.current().tray
    with st.container(key="briefing-file", border=True, gap="small"):
        st.header(say("The file"), anchor=False)
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
        tray_state.speak(st.session_state["briefing-lang"])

    def name() -> None:
        tray_state.name(tray.lang, str(st.session_state[key] or ""))

    st.session_state["briefing-lang"] = tray.lang
    with st.container(horizontal=True, gap="small"):
        st.segmented_control(
            say("Language of the briefing"),
            LANGUAGES,
            required=True,
            format_func=LANGUAGE_NAMES.__getitem__,
            on_change=speak,
            key="briefing-lang",
        )
        tray_parameters.year_of_all(say)
    key = text_box(f"briefing-name-{tray.lang}", tray.titles.get(tray.lang, ""))
    st.text_input(
        say("Title of the briefing ({language})", language=LANGUAGE_NAMES[tray.lang]),
        max_chars=MOST_LETTERS["title"],
        placeholder=compose.default_title(state.warehouse(), tray),
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
                    n=template.UPLOAD.megabytes,
                ),
                type=["pptx"],
                max_upload_size=template.UPLOAD.megabytes,
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
    given: Template = st.session_state.get("briefing-given", Template())
    if given.problem is not None:
        st.error(markup.escape(given.problem(say)), icon=":material/block:")
    elif given.content is not None:
        st.caption(markup.escape(say("Template: {name}", name=given.name)))
    return given.content


def _take_template() -> None:
    """Keep an uploaded template if it can be used: it stays while the session lasts."""
    uploaded = st.session_state["briefing-template"]
    given = Template()
    if uploaded is not None:
        try:
            content_ = uploads.checked(template.UPLOAD, uploaded.name, uploaded.getvalue())
            given = Template(uploaded.name, content_)
        except uploads.Unusable as error:
            given = Template(problem=error.message)
        except Exception:
            _LOG.exception("A template could not be checked")
            given = Template(problem=_failure)
    st.session_state["briefing-given"] = given


def _choose_one(tray: Tray, say: Words) -> str:
    """The region of a nota: the one that the tray is about, else the reader is asked."""
    about = presets.regions_of(tray)
    if len(about) == 1:
        return about[0]
    regions = choices.regions(state.warehouse())
    if about:
        text = say(
            "A nota is about one region; this briefing is about {n}. Choose whose nota is made: "
            "the briefing stays as it is.",
            n=say.number(len(about), 0),
        )
    else:
        text = say(
            "A nota is about one region; this briefing is about all. Choose whose nota is made: "
            "the briefing stays as it is."
        )
    st.markdown(markup.escape(text))
    offered = about or list(regions)
    return region_box.choose_one(say("Region of the nota"), offered, offered[0], "briefing-one")


def _make(
    tray: Tray, form: writer.Format, own_template: bytes | None, one: str | None, say: Words
) -> None:
    """The button that makes the file, and the file once it is made."""
    warehouse = state.warehouse()
    wanted = tray.without_empty()
    if one is not None:
        wanted = presets.nota_of(warehouse, tray, one, state.selection())
    elif tray.empty_places:
        tray_file.tell_empty(tray, say)
    site = export_menu.site()
    of = _fingerprint(wanted, form, own_template, warehouse.revision, site)
    making = partial(writer.make, warehouse, wanted, form, address=site, template=own_template)
    made: BriefingFile | None = st.session_state.get("briefing-made")
    is_made = made is not None and made.of == of
    pressed = st.button(
        say("Make the file"),
        type="secondary" if is_made else "primary",
        icon=":material/description:",
        width="stretch",
        disabled=not wanted.items,
        key="briefing-make",
    )
    if pressed and not is_made:
        content_ = _produced(making, say)
        if content_ is None:
            return
        mime = writer.MEDIA[writer.SUFFIXES[form]]
        made = BriefingFile(of, writer.file_name(wanted, form), mime, content_)
        st.session_state["briefing-made"] = made
        st.rerun()
    if made is None:
        return
    if not is_made:
        st.caption(markup.escape(say("The briefing has changed since the last file.")))
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
    size = say.number(made.kilobytes, 0)
    st.caption(markup.escape(say("Ready: {name}, {size} KB", name=made.name, size=size)))


def _fingerprint(tray: Tray, form: str, given: bytes | None, revision: str, site: str) -> str:
    parts = (as_json(tray), form.encode(), given or b"", revision.encode(), site.encode())
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()


def _produced(making: Callable[..., bytes], say: Words) -> bytes | None:
    """The file, with its progress; if it cannot be made, the reader gets a sentence."""
    progress = st.progress(0.0, text=say("The file is being made."))

    def show_progress(done: int, of: int, _title: str) -> None:
        text = say("Part {n} of {all} is being made.", n=min(done + 1, of), all=of)
        progress.progress(tray_file.fraction(done, of), text=text)

    try:
        return making(progress=show_progress)
    except (template.BadTemplate, NoBrowser) as error:
        st.error(markup.escape(error.message(say)), icon=":material/block:")
    except Exception:
        code = logs.code_sentence(say)
        _LOG.exception("A briefing could not be made")
        st.error(markup.escape(f"{_failure(say)} {code}"), icon=":material/error:")
    finally:
        progress.empty()
    return None


def _failure(say: Words) -> str:
    return say(
        "The file could not be made; your briefing is not lost. Try another form, or tell the "
        "maintainers the time: the reason stands in the server's log."
    )


def ready_made() -> None:
    """Whole briefings from one choice; what they replace can be brought back."""
    say, n = state.words(), len(tray_state.current().tray.items)
    with st.container(key="briefing-ready", border=True, gap="small"):
        st.header(say("Ready-made briefings"), anchor=False)
        if n:
            text = say.plural(
                "It replaces the {n} part that is there now; you can bring it back.",
                "It replaces the {n} parts that are there now; you can bring them back.",
                n,
            )
            st.caption(markup.escape(text))
        one, several = st.columns(2, gap="medium")
        with one:
            _one_region(say)
        with several:
            _compare(say)


def _one_region(say: Words) -> None:
    """The briefing on one region: where it stands, what happened, its peers, what is unknown."""
    regions = choices.regions(state.warehouse())
    first = next(iter(state.selection().region), next(iter(regions)))
    st.markdown("**" + markup.escape(say("One region")) + "**")
    label, key = say("Province, kabupaten or kota"), f"briefing-region-{first}"
    code = region_box.choose_one(label, list(regions), first, key)
    st.button(
        say("Briefing on this region"),
        icon=":material/auto_awesome_motion:",
        type="secondary" if tray_state.current().tray.items else "primary",
        on_click=_fill,
        args=(partial(presets.one_region, state.warehouse(), code, state.selection()),),
        key="briefing-fill-one",
    )


def _compare(say: Words) -> None:
    """The briefing that lays the regions of the filter side by side."""
    codes = state.selection().region
    st.markdown("**" + markup.escape(say("Compare regions")) + "**")
    if len(codes) < 2:
        text = say("Choose at least two regions in the filter to compare them.")
    elif len(codes) > MOST_REGIONS:
        text = say(
            "{n} regions are too many; at most {most} are possible.",
            n=len(codes),
            most=MOST_REGIONS,
        )
    else:
        text = say(
            "Regions of the filter: {names}.",
            names=description.regions(state.warehouse(), codes, say),
        )
    st.markdown(markup.escape(text))
    st.button(
        say("Briefing that compares them"),
        icon=":material/compare_arrows:",
        disabled=not 2 <= len(codes) <= MOST_REGIONS,
        on_click=_fill,
        args=(partial(presets.compare, state.warehouse(), codes, state.selection()),),
        key="briefing-fill-compare",
    )


def _fill(tray: partial[Tray]) -> None:
    """Put a ready-made briefing into the tray."""
    before = tray_state.current().tray
    tray_state.replace_all(tray())
    tray_file.tell_replaced(before)


contents()
