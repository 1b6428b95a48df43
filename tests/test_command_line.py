"""Both ways to start, and what they say when they cannot: one readable message, no stack trace."""

from __future__ import annotations

import errno
import shutil
import socket
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.__main__ import main
from dashboard.core.i18n import LANGUAGES
from tests.fixtures import ROOT
from tests.servers import free_port, run


def command(*arguments: str, **environment: str) -> tuple[int, str]:
    """A command of this program, in this process: its exit code and all that it says."""
    done = CliRunner(env=environment).invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def dashboard_run(**environment: str) -> tuple[int, str]:
    return command("run", "--port", str(free_port()), **environment)


def streamlit_run(**environment: str) -> tuple[int, str]:
    options = ("--server.address", "localhost", "--server.port", str(free_port()))
    program = (sys.executable, "-m", "streamlit", "run", "dashboard/app.py")
    stopped = run(*program, *options, **environment)
    return stopped.returncode, stopped.stdout + stopped.stderr


WAYS = {"python -m dashboard run": dashboard_run, "streamlit run": streamlit_run}


@pytest.fixture
def broken_facts(tmp_path: Path) -> dict[str, str]:
    """The facts with one score spelled out."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    table = data / "spi_results.csv"
    right = "63,pemprov,2024,64.15,"
    text = table.read_text(encoding="utf-8")
    assert right in text
    table.write_text(text.replace(right, "63,pemprov,2024,sixty,", 1), encoding="utf-8")
    return {"INTEGRITAS_DATA_DIR": str(data), "INTEGRITAS_BUILD_DIR": str(tmp_path / "build")}


@pytest.mark.parametrize(("way", "lang"), zip(WAYS, ("id", "en"), strict=True))
def test_broken_facts_stop_the_start(way: str, lang: str, broken_facts: dict[str, str]) -> None:
    code, said = WAYS[way](INTEGRITAS_LANG=lang, **broken_facts)
    assert code == 1
    assert "Traceback" not in said
    for named in ("spi_results", "score", "sixty", "585"):
        assert named in said
    assert ("bukan angka" if lang == "id" else "is not a number") in said


BAD = {
    "INTEGRITAS_FRAME_ANCESTORS": (
        *("x; script-src *", "https://a.id,https://b.id", "'none' 'self'", "self", "https://"),
        *("javascript:x", '"self"', "'unsafe-inline'", "https://a.id:123456"),
    ),
    "INTEGRITAS_REQUESTS_PER_MINUTE": (
        "many",
        "0",
        "-5",
        "1e3",
        "1.5",
        "9999999999",
        "٦٠٠",
        "0x10",
    ),
    "INTEGRITAS_PUBLIC_ADDRESS": ("javascript:alert(1)",),
    "INTEGRITAS_FOCUS_REGIONS": ("99,xx", "63.99", "Kalsel", "63;64", "00", "63,63", "６３"),
    "INTEGRITAS_SQL_DIR": (
        "/nowhere",
        "/dev/null",
        str(ROOT / "data"),
        str(ROOT / "sql" / "query"),
    ),
    "INTEGRITAS_DATA_DIR": ("/nowhere", "/dev/null"),
    "INTEGRITAS_BUILD_DIR": (str(ROOT / "data"), str(ROOT / "data" / "b"), str(ROOT / "sql" / "b")),
}


# A process of its own takes seconds: two of the settings stop that way of starting.
@pytest.mark.parametrize(
    ("way", "name", "value"),
    [
        *(("python -m dashboard run", name, value) for name, bad in BAD.items() for value in bad),
        ("streamlit run", "INTEGRITAS_FOCUS_REGIONS", "99,xx"),
        ("streamlit run", "INTEGRITAS_SQL_DIR", "/nowhere"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(way: str, name: str, value: str) -> None:
    for lang in LANGUAGES if way != "streamlit run" else ("id",):
        code, said = WAYS[way](INTEGRITAS_LANG=lang, **{name: value})
        assert code == 1
        assert "Traceback" not in said
        [sentence] = [line for line in said.splitlines() if name in line]
        assert f"{name}={value}" in sentence
        assert {"id": "tidak dapat dipakai", "en": "cannot be used"}[lang] in sentence


def test_an_unknown_region_is_named_with_those_that_are_known() -> None:
    code, said = command("check", INTEGRITAS_FOCUS_REGIONS="63,99,xx", INTEGRITAS_LANG="en")
    assert code == 2
    assert "99, xx is not the Kemendagri code" in said
    assert "61, 62, 63, 64, 65" in said


def test_a_value_that_cannot_be_shown_stays_in_one_line() -> None:
    value = "https://a.id\nx\u200b"
    code, said = command("check", INTEGRITAS_FRAME_ANCESTORS=value, INTEGRITAS_LANG="en")
    assert (code, len(said.splitlines())) == (2, 1)
    assert "https://a.id\\nx\\u200b" in said


@pytest.mark.parametrize("lang", ["xx", "EN", "id-ID", "  "])
def test_an_unknown_language_is_said_in_the_usual_one(lang: str) -> None:
    code, said = command("check", INTEGRITAS_LANG=lang)
    assert code == 2
    assert said.startswith(f"Setelan INTEGRITAS_LANG={lang} tidak dapat dipakai")
    assert "id, en" in said


def test_check_says_that_the_facts_are_in_order(tmp_path: Path) -> None:
    """In a process of its own: this is how the program is started."""
    done = run(
        *(sys.executable, "-m", "dashboard", "check"),
        INTEGRITAS_BUILD_DIR=str(tmp_path),
        INTEGRITAS_LANG="en",
    )
    assert done.returncode == 0
    assert "are in order" in done.stdout
    assert "Checking the facts" in done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "port", ["abc", "0", "65536", "-1", "+80", "8_501", "8501.0", "1e3", "0x50", "٨٥٠١", "9" * 5000]
)
def test_what_is_no_port_is_said(port: str, lang: str) -> None:
    code, said = command("run", PORT=port, INTEGRITAS_LANG=lang)
    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith(port)
    assert "65535" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("host", "is_looked_up"),
    [
        *((host, True) for host in ("höst..x", "a" * 300, "8.8.8.8")),
        # Where there is no internet, looking these up may take long.
        *((host, False) for host in ("localhost:8501", "http://localhost", "::1::2", "nowhere")),
    ],
)
def test_a_host_that_is_none_of_this_computer_is_said(
    monkeypatch: pytest.MonkeyPatch, host: str, is_looked_up: bool, lang: str
) -> None:
    def unknown(*_place: object, **_hints: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    if not is_looked_up:
        monkeypatch.setattr("socket.getaddrinfo", unknown)
    code, said = command("run", "--host", host, "--port", str(free_port()), INTEGRITAS_LANG=lang)
    assert (code, len(said.splitlines())) == (1, 1)
    assert f"host {host}" in said.casefold() or f"Host {host}" in said
    assert "localhost" in said


@pytest.mark.parametrize(
    ("number", "named"),
    [
        (errno.EACCES, {"id": "di atas 1023", "en": "above 1023"}),
        (errno.EADDRNOTAVAIL, {"id": "bukan alamat", "en": "not an address"}),
        (errno.EADDRINUSE, {"id": "sedang dipakai", "en": "is in use"}),
        (errno.ENOBUFS, {"id": "tidak dapat dilayani", "en": "Nothing can listen"}),
    ],
)
def test_why_nothing_can_listen_is_said(
    monkeypatch: pytest.MonkeyPatch, number: int, named: dict[str, str]
) -> None:
    def refuse(_self: object, _place: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("socket.socket.bind", refuse)
    for lang in LANGUAGES:
        code, said = command("run", PORT="80", INTEGRITAS_LANG=lang)
        assert (code, len(said.splitlines())) == (1, 1)
        assert named[lang] in said


def test_a_computer_without_ipv6_may_listen_at_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(self: socket.socket, _place: object) -> None:
        if self.family == socket.AF_INET6:
            raise OSError(errno.EADDRNOTAVAIL, "no IPv6")

    monkeypatch.setattr("socket.socket.bind", bind)
    code, said = command("run", PORT="80", INTEGRITAS_DATA_DIR="/nowhere", INTEGRITAS_LANG="en")
    assert (code, "INTEGRITAS_DATA_DIR" in said) == (1, True), "the port was found right"


def test_a_port_in_use_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = command("run", "--port", str(port), INTEGRITAS_LANG="id")
    assert code == 1
    assert f"Port {port} sedang dipakai" in said
    assert "Traceback" not in said


def test_a_port_of_metrics_in_use_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        folder = {"INTEGRITAS_BUILD_DIR": str(tmp_path / "build"), "INTEGRITAS_LANG": "id"}
        code, said = dashboard_run(INTEGRITAS_METRICS_PORT=port, **folder)
    assert code == 1
    assert f"INTEGRITAS_METRICS_PORT={port}" in said
    assert not (tmp_path / "build").exists()


def test_a_build_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    code, said = command("check", INTEGRITAS_BUILD_DIR=str(file / "build"), INTEGRITAS_LANG="en")
    assert code == 2
    assert "cannot be written" in said
    assert "Traceback" not in said
    assert file.read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_local_mode_is_for_this_computer_alone(lang: str) -> None:
    for host in ("0.0.0.0", "::"):
        code, said = command(
            *("run", "--host", host, "--port", str(free_port())),
            INTEGRITAS_EDITING="local",
            INTEGRITAS_LANG=lang,
        )
        assert (code, len(said.splitlines())) == (1, 1)
        assert "INTEGRITAS_EDITING=local" in said
        assert host in said
