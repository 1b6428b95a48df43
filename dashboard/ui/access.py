"""Who uses a page: the account of a session, and what it is told.

A session belongs to the request that opened it. Its sign-in is looked at in every run again, so
that one that has become too old ends there too.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit import config
from streamlit.auth_util import encode_provider_token

from dashboard.core import access, audit, pages
from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.i18n import Words
from dashboard.core.settings import Settings
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.ui import server, state, tray_state

_PROVIDER = "default"  # Streamlit's name of the one provider


@cache
def _settings() -> Settings:
    return Settings()


@cache
def _origin() -> str:
    return origin(_settings())


def origin(settings: Settings) -> str:
    """The origin of this dashboard, as sign-ins name it."""
    return access.origin(_callback(settings))


def _callback(settings: Settings) -> str:
    return access.callback(settings, int(st.get_option("server.port")), server.base_path())


def provider(settings: Settings) -> dict[str, Any] | None:
    """What Streamlit has to know to let accounts sign in; None where nobody can.

    Streamlit reads it from a file of its own (`secrets.toml`) unless it is given.
    """
    if not access.has_sign_in(settings):
        return None
    secret = settings.cookie_secret.get_secret_value()
    # The way to the provider and back is signed as well, before what is given here counts.
    config.set_option("server.cookieSecret", secret, "the settings of the dashboard")
    return {
        "auth": {
            "redirect_uri": _callback(settings),
            "cookie_secret": secret,
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata,
            "client_kwargs": {"scope": settings.oidc_scope},
        }
    }


def start() -> str:
    """What Streamlit begins a sign-in with; good for two minutes."""
    return encode_provider_token(_PROVIDER)


def account() -> Account:
    """The account of this session, of the present moment."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return access.of_request(headers, dict(st.context.cookies), _settings(), _origin())


def require(role: Role, what: str) -> Account:
    """The account of this session, if it has a role.

    Args:
        role: that is needed.
        what: the action, for the audit log.

    Raises:
        Forbidden: it has not; that is written down.
    """
    found = account()
    try:
        access.check(found, role)
    except Forbidden:
        why = "role" if found.id else "no sign-in"
        audit.of(_settings()).refused(found, what, why)
        raise
    return found


def stop_without_reading(say: Words) -> None:
    """End the run with a sentence where the session may not read, or not any more."""
    try:
        require(Role.READ, "session")
    except Forbidden as error:
        st.error(markup.escape(error.message(say)), icon=":material/lock:")
        _link("sign-in", say("Sign in"), say.lang)
        st.stop()


def box(say: Words, page: str) -> None:
    """Who is signed in and how to sign in or out; nothing where nobody can.

    Args:
        say: the reader's words.
        page: the path of the open page, which signing in leads back to.
    """
    settings = _settings()
    if _is_local():
        st.caption(_local(say))
    if not access.has_sign_in(settings) or st.context.is_embedded:
        return
    if not (found := account()).id:
        query = state.selection().query(pages.parameters_of(page)) | tray_state.query()
        _link("sign-in", say("Sign in"), say.lang, to=addresses.page_at(page, query, ""))
        return
    role = say("may read and change facts") if found.role is Role.EDIT else say("may read")
    st.caption(markup.escape(say("Account {account}: {role}", account=found.id, role=role)))
    _link("sign-out", say("Sign out"), say.lang)


def notice(say: Words, page: str) -> None:
    """Say above a page for changing facts who can do that, where nobody signs in.

    Args:
        say: the reader's words.
        page: the path of the open page.
    """
    if pages.PAGES[page or pages.FIRST].role is Role.EDIT and _is_local():
        st.info(_local(say), icon=":material/computer:")


def _is_local() -> bool:
    return _settings().editing == "local" and account().role is Role.EDIT


def _local(say: Words) -> str:
    return say("Local mode: whoever uses this computer can change facts.")


def _link(address: str, text: str, lang: str, **query: str) -> None:
    """A link in the same window: it leaves the session."""
    href = f"{address}?{urlencode({'lang': lang, **query})}"
    st.html(markup.render("sign_link.html", address=href, text=text))
