"""Who uses a page: what a session is told, and what it is kept from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit import config

from dashboard.core import pages
from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.i18n import LANGUAGES
from dashboard.core.settings import Settings
from dashboard.ui import access
from tests.apptest import heading, html, text, visit

CLOSED = {
    "reading": "login",
    "editing": "login",
    "oidc_metadata": "https://sso.example.go.id",
    "oidc_client_id": "dasbor",
    "oidc_client_secret": "a-secret",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "editors": "editor",
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


@pytest.fixture
def as_(monkeypatch: pytest.MonkeyPatch, log: Path) -> Iterator[object]:
    """Let sessions be of an account, under settings."""

    def use(account: Account | None = None, **settings: str) -> None:
        made = Settings(audit_log=str(log), **settings)
        monkeypatch.setattr(access, "_settings", lambda: made)
        if account is not None:
            monkeypatch.setattr(access, "account", lambda: account)

    return use  # type: ignore[return-value]


def shown(lang: str = "id", page: str = "metodologi") -> str:
    app = visit(page, lang=lang)
    assert not app.exception
    return "\n".join([text(app), *(one.value for one in app.error)]).replace("\\", "")


def test_an_open_dashboard_says_nothing_of_accounts(as_) -> None:
    as_()
    for lang, words in (("id", ("Masuk", "Akun")), ("en", ("Sign in", "Account"))):
        assert not [word for word in words if f">{word}" in shown(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_may_not_read_gets_a_sentence_and_no_fact(as_, log: Path, lang: str) -> None:
    as_(Account("", Role.NONE), **CLOSED)
    app = visit("ringkasan", lang=lang)
    [error] = app.error
    assert ("Masuklah" if lang == "id" else "Sign in") in error.value
    assert 'href="sign-in?lang=' in html(app)
    assert not app.get("plotly_chart")
    assert "Kalimantan" not in text(app)
    as_(Account("9c1b", Role.NONE), **CLOSED)
    assert "9c1b" in visit("ringkasan", lang=lang).error[0].value
    lines = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
    assert [(one["account"], one["what"]) for one in lines] == [
        ("", "session"),
        ("9c1b", "session"),
    ]


def test_an_account_sees_who_it_is_and_the_way_out(as_) -> None:
    as_(Account("7f3a<b>*x*", Role.EDIT), **CLOSED)
    told = shown("en")
    assert "Account 7f3a<b>*x*: may read and change facts" in told
    assert 'href="sign-out?lang=en"' in told
    as_(Account("9c1b", Role.READ), **CLOSED)
    assert "Akun 9c1b: boleh membaca" in shown()


def test_signing_in_leads_back_to_what_was_chosen(as_) -> None:
    as_(Account("", Role.READ), **{**CLOSED, "reading": "open"})
    app = visit("profil", lang="id", region="63", year="2024")
    [address] = [part for part in html(app).split('"') if part.startswith("sign-in?")]
    assert "to=%2Fprofil%3Fregion%3D63" in address
    assert "year%3D2024" in address


def test_local_mode_says_who_may(as_, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "Mode lokal: siapa pun yang memakai komputer ini dapat mengubah fakta."
    as_(Account("local", Role.EDIT), editing="local")
    assert shown().count(sentence) == 1
    hidden = replace(pages.PAGES["metodologi"], role=Role.EDIT)
    monkeypatch.setitem(pages.PAGES, "metodologi", hidden)
    assert shown().count(sentence) == 2
    as_(Account("", Role.READ), editing="local")
    assert "metodologi" not in pages.visible(access.account().role)
    assert sentence not in shown(page="ringkasan")


def test_a_page_of_a_role_runs_for_nobody_else(as_, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = replace(pages.PAGES["metodologi"], role=Role.EDIT)
    monkeypatch.setitem(pages.PAGES, "metodologi", hidden)
    as_(Account("7f3a", Role.EDIT), **CLOSED)
    assert heading(visit("metodologi")) == "Metodologi"
    for account in (Account("9c1b", Role.READ), Account("", Role.READ)):
        as_(account, **CLOSED)
        assert heading(visit("metodologi")) == "Ringkasan", "as any page that does not exist"


def test_an_action_without_the_role_is_refused_and_written_down(as_, log: Path) -> None:
    as_(Account("9c1b", Role.READ), **CLOSED)
    with pytest.raises(Forbidden):
        access.require(Role.EDIT, "apply")
    [line] = log.read_text(encoding="ascii").splitlines()
    assert json.loads(line)["what"] == "apply"
    as_(Account("7f3a", Role.EDIT), **CLOSED)
    assert access.require(Role.EDIT, "apply").id == "7f3a"


def test_streamlit_gets_the_provider_from_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(
        config, "set_option", lambda name, value, _where: kept.update({name: value})
    )
    assert access.provider(Settings()) is None
    assert not kept
    given = access.provider(Settings(**CLOSED, public_address="https://dasbor.example.go.id"))
    assert given is not None
    auth = given["auth"]
    assert auth["redirect_uri"] == "https://dasbor.example.go.id/oauth2callback"
    assert auth["server_metadata_url"].endswith("/.well-known/openid-configuration")
    assert auth["client_kwargs"] == {"scope": "openid"}
    assert kept == {"server.cookieSecret": CLOSED["cookie_secret"]}
