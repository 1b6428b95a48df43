"""Who may what: accounts of claims, cookies, tokens and of one's own machine."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from dashboard.core import access, pages
from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.i18n import LANGUAGES, message, words
from dashboard.core.pages import Page
from dashboard.core.settings import BadSetting, Settings

SECRET = "0123456789abcdef0123456789abcdef"
ORIGIN = "https://dasbor.example.go.id"
CLAIMS = {"sub": "7f3a", "groups": ["editor"], "name": "A Name", "email": "a@example.go.id"}
PAGE = {"host": "localhost:8501", "upgrade": "WebSocket"}
NAMED = {"host": "dasbor.example.go.id"}


def closed(**changed: Any) -> Settings:
    given_ = {
        "reading": "login",
        "editing": "login",
        "oidc_metadata": "https://sso.example.go.id",
        "oidc_client_id": "dasbor",
        "oidc_client_secret": "a-secret",
        "cookie_secret": SECRET,
        "editors": "editor",
    }
    return Settings(**{**given_, **changed})


def cookie(
    claims: Any = CLAIMS, *, secret: str = SECRET, parts: int = 0, **changed: Any
) -> dict[str, str]:
    """A sign-in as Streamlit writes it down."""
    is_dict = isinstance(claims, dict)
    kept = {"is_logged_in": True, "origin": ORIGIN, **claims, **changed} if is_dict else claims
    text = json.dumps(kept)

    def signed(name: str, value: str) -> str:
        return str(URLSafeTimedSerializer(secret, salt=name).dumps(value))

    if not parts:
        return {access.COOKIE: signed(access.COOKIE, text)}
    size = -(-len(text) // parts)
    names = [f"{access.COOKIE}_{n}" for n in range(1, parts + 1)]
    return {
        access.COOKIE: signed(access.COOKIE, f"chunks-{parts}"),
        **{name: signed(name, text[at * size : (at + 1) * size]) for at, name in enumerate(names)},
    }


def account_of(cookies: dict[str, str], **changed: Any) -> Account:
    return access.of_request(NAMED, cookies, closed(**changed), ORIGIN)


def test_an_account_is_its_id_and_its_role() -> None:
    assert account_of(cookie()) == Account("7f3a", Role.EDIT)
    assert account_of(cookie(parts=3)) == Account("7f3a", Role.EDIT)
    assert account_of(cookie(groups="editor")) == Account("7f3a", Role.EDIT)
    assert account_of(cookie(groups=["other"])) == Account("7f3a", Role.READ)
    assert account_of(cookie(groups=["other"]), readers="reader") == Account("7f3a", Role.NONE)
    assert account_of(cookie(groups=["reader"]), readers="reader") == Account("7f3a", Role.READ)
    assert account_of(cookie(), readers="reader") == Account("7f3a", Role.EDIT)
    assert account_of(cookie(), editing="off") == Account("7f3a", Role.READ)
    assert account_of({}, reading="open") == Account("", Role.READ)
    assert account_of(cookie(groups=[]), reading="open", readers="x").role is Role.READ
    assert account_of({}) == Account("", Role.NONE)


@pytest.mark.parametrize(
    "cookies",
    [
        cookie(secret=SECRET[::-1]),
        cookie(origin="https://other.example.go.id"),
        cookie(is_logged_in=False),
        cookie(is_logged_in="true"),
        cookie(sub=""),
        cookie(sub=None),
        cookie(sub=["a", "b"]),
        cookie(sub="a\nb"),
        cookie(sub="a" * 256),
        cookie("text"),
        cookie(["list"]),
        {access.COOKIE: cookie()[access.COOKIE][:-1]},
        {access.COOKIE: ""},
        {access.COOKIE: "ünsigned"},
        {f"{access.COOKIE}_1": cookie()[access.COOKIE]},
        {**cookie(parts=3), f"{access.COOKIE}_2": cookie(parts=2)[f"{access.COOKIE}_1"]},
        {name: one for name, one in cookie(parts=3).items() if not name.endswith("_3")},
    ],
    ids=range(17),
)
def test_a_cookie_that_is_not_ours_is_nobody(cookies: dict[str, str]) -> None:
    assert account_of(cookies) == Account("", Role.NONE)


@pytest.mark.parametrize(("hours", "is_good"), [(0, True), (11.9, True), (12.1, False)])
def test_a_sign_in_ends_after_its_hours(
    monkeypatch: pytest.MonkeyPatch, hours: float, is_good: bool
) -> None:
    kept, now = cookie(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + hours * 3600)
    assert bool(account_of(kept).id) is is_good


def test_a_sign_in_that_was_ended_counts_no_more_and_others_do() -> None:
    for one, other in (
        (cookie(nonce="1"), cookie(nonce="2")),
        (cookie(nonce="3", parts=2), cookie(nonce="4", parts=2)),
    ):
        access.end({}, closed())
        access.end({access.COOKIE: "x"}, closed())
        access.end(one, closed())
        assert account_of(one).role is Role.NONE
        assert account_of(other).role is Role.EDIT


def test_without_signing_in_no_cookie_counts() -> None:
    assert access.of_request(NAMED, cookie(), Settings(), ORIGIN) == Account("", Role.READ)


@pytest.mark.parametrize(
    ("path", "claims", "is_editor"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["x", "editor"]}}, True),
        ("realm_access.roles", {"realm_access.roles": ["editor"]}, True),
        ("realm_access.roles", {"realm_access": ["editor"]}, False),
        ("realm_access.roles", {"realm_access": {"roles": {"editor": True}}}, False),
        ("https://example.go.id/roles", {"https://example.go.id/roles": ["editor"]}, True),
        ("groups", {"groups": ["editors", "editor "]}, False),
        ("groups", {"groups": [["editor"], 7, None]}, False),
        ("groups", {"groups": "editor,other"}, False),
    ],
)
def test_roles_are_where_the_setting_says(
    path: str, claims: dict[str, Any], is_editor: bool
) -> None:
    kept = cookie({"sub": "1", **claims})
    assert (account_of(kept, role_claim=path).role is Role.EDIT) is is_editor


@given(
    claims=st.dictionaries(
        st.sampled_from(["sub", "groups", "realm_access", "roles"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["roles", "sub", ""]), inner, max_size=2)
            ),
            max_leaves=5,
        ),
    ),
    path=st.sampled_from(["groups", "realm_access.roles", "sub", "a.b.c"]),
)
def test_any_claims_are_an_account_without_a_role_that_nobody_gave(
    claims: dict[str, Any], path: str
) -> None:
    found = access.of_claims(claims, closed(role_claim=path, readers="reader"))
    assert (found.role >= Role.READ) <= any(
        role in json.dumps(claims) for role in ("editor", "reader")
    )


def test_a_name_or_a_mail_is_no_id_unless_it_is_set() -> None:
    assert account_of(cookie()).id == "7f3a"
    assert account_of(cookie(), account_claim="email").id == "a@example.go.id"
    assert account_of(cookie(sub=12345)).id == "12345"


def test_scripts_read_by_a_token_and_never_change() -> None:
    digest = hashlib.sha256(b"a-long-token").hexdigest()
    settings = closed(tokens=f"power-bi:{digest}")
    for header, is_good in (
        ("Bearer a-long-token", True),
        ("bearer  a-long-token", True),
        (f"Bearer {digest}", False),
        ("Bearer ", False),
        ("a-long-token", False),
        ("Basic a-long-token", False),
        ("Bearer \udcff", False),
    ):
        headers = {**NAMED, "authorization": header}
        found = access.of_request(headers, {}, settings, ORIGIN)
        assert found == (Account("token:power-bi", Role.READ) if is_good else Account("", Role(0)))


@pytest.mark.parametrize(
    ("headers", "is_here"),
    [
        ({"host": "localhost:8501"}, True),
        ({"host": "LOCALHOST"}, True),
        ({"host": "127.0.0.1:8501"}, True),
        ({"host": "[::1]:8501"}, True),
        ({"host": "dasbor.example.go.id"}, False),
        ({"host": "localhost.example.go.id"}, False),
        ({"host": "127.0.0.1.nip.io:8501"}, False),
        ({"host": "localhost:8501@example.go.id"}, False),
        ({"host": ""}, False),
        ({**PAGE, "origin": "http://localhost:8501"}, True),
        ({**PAGE, "origin": "http://127.0.0.1:8501"}, True),
        ({**PAGE, "origin": "https://dasbor.example.go.id"}, False),
        ({**PAGE, "origin": "null"}, False),
        ({**PAGE, "origin": "http://[::1"}, False),
        (PAGE, False),
        ({}, False),
        *(
            ({"host": "localhost:8501", name: "10.0.0.1"}, False)
            for name in ("x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip")
        ),
    ],
)
def test_only_this_machine_may_change_in_local_mode(headers: dict[str, str], is_here: bool) -> None:
    found = access.of_request(headers, {}, Settings(editing="local"))
    assert found == (Account("local", Role.EDIT) if is_here else Account("", Role.READ))
    assert access.of_request(headers, {}, Settings()).role is Role.READ


@pytest.mark.parametrize(
    ("host", "is_alone"),
    [
        *((host, True) for host in ("localhost", "127.0.0.1", "::1", "127.8.8.8", "[::1]")),
        *((host, False) for host in ("", "0.0.0.0", "::", "10.0.0.5", "dasbor", "127.1")),
    ],
)
def test_local_mode_listens_to_this_machine_alone(host: str, is_alone: bool) -> None:
    access.check_host(Settings(), host)
    if is_alone:
        access.check_host(Settings(editing="local"), host)
        return
    with pytest.raises(BadSetting) as error:
        access.check_host(Settings(editing="local"), host)
    for lang in LANGUAGES:
        sentence = error.value.message(words(lang))
        assert "INTEGRITAS_EDITING=local" in sentence
        assert "--host localhost" in sentence


def test_signing_in_from_other_computers_needs_the_public_address() -> None:
    access.check_host(closed(), "localhost")
    access.check_host(closed(public_address=ORIGIN), "0.0.0.0")
    with pytest.raises(BadSetting) as error:
        access.check_host(closed(), "0.0.0.0")
    assert error.value.name == "INTEGRITAS_PUBLIC_ADDRESS"
    for lang in LANGUAGES:
        assert "--host localhost" in error.value.message(words(lang))


@pytest.mark.parametrize("needed", [Role.READ, Role.EDIT])
@pytest.mark.parametrize("role", Role)
def test_a_lower_role_is_refused_in_a_sentence(role: Role, needed: Role) -> None:
    for account in (Account("7f3a", role), Account("", role)):
        if role >= needed:
            access.check(account, needed)
            continue
        with pytest.raises(Forbidden) as error:
            access.check(account, needed)
        told = {error.value.message(words(lang)) for lang in LANGUAGES}
        assert len(told) == len(LANGUAGES)
        assert all(("7f3a" in one) == bool(account.id) for one in told)


def test_a_page_of_a_role_is_there_for_that_role_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        pages.PAGES, "rahasia", Page("rahasia", message("Data"), "spi-map", role=Role.EDIT)
    )
    for role in Role:
        assert ("rahasia" in pages.visible(role)) == (role is Role.EDIT)
        assert [*pages.titles(words("id"), role)] == [*pages.visible(role)]
    assert "rahasia" not in pages.titles(words("id"))


def test_the_way_back_from_a_provider_is_the_public_address() -> None:
    public = Settings(public_address="https://kantor.example.go.id/integritas")
    whole = access.callback(public, 8501, "/base")
    assert whole == "https://kantor.example.go.id/integritas/oauth2callback"
    assert access.origin(whole) == "https://kantor.example.go.id"
    assert access.callback(Settings(), 8501, "/x") == "http://localhost:8501/x/oauth2callback"
