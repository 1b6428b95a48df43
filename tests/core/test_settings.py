"""Settings: where they come from, what is refused, what is shown; the README knows them all."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.__main__ import main
from dashboard.core import settings_source
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import ROOT, BadSetting, Settings, language

SECRET = "0123456789abcdef0123456789abcdef"
FILE_KEY = "settings"  # names the file in the environment alone
CLOSED = {
    "oidc_metadata": "https://sso.example.go.id/realms/pemda",
    "oidc_client_id": "dasbor",
    "oidc_client_secret": "a-secret-of-the-provider",
    "cookie_secret": SECRET,
}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for name in [*settings_source.of_environment()]:
        monkeypatch.delenv(f"INTEGRITAS_{name.upper()}")
    monkeypatch.setattr(settings_source, "_DEFAULT_FILE", Path("/nowhere"))


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write the file of the settings, which is read once."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / f"{len([*tmp_path.iterdir()])}.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        monkeypatch.setenv("INTEGRITAS_SETTINGS", str(path))
        return path

    return write


def refused(**given: Any) -> BadSetting:
    with pytest.raises(BadSetting) as error:
        Settings(**given)
    for lang in LANGUAGES:
        sentence = error.value.message(words(lang))
        assert len(sentence.splitlines()) == 1
        assert error.value.name in sentence
    return error.value


def command(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["settings", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_environment_wins_over_the_file(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written('lang = "en"\nrequests_per_minute = 7\nfocus_regions = ["64", "63"]\ncors = ""\n')
    monkeypatch.setenv("INTEGRITAS_REQUESTS_PER_MINUTE", "8")
    monkeypatch.setenv("INTEGRITAS_HOSTS", "")
    settings = Settings()
    assert (settings.lang, settings.requests_per_minute) == ("en", 8)
    assert settings.focus_regions == ("64", "63")
    assert settings.cors == "any", "what is empty is not set"
    assert language() == "en"
    origins = {one.name: one.origin for one in settings.listed()}
    assert origins["INTEGRITAS_LANG"] == "file"
    assert origins["INTEGRITAS_REQUESTS_PER_MINUTE"] == "environment"
    assert origins["INTEGRITAS_HOSTS"] == origins["INTEGRITAS_CORS"] == "default"


def test_without_a_name_the_file_of_the_folder_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "integritas.toml"
    path.write_text("\ufeffsign_in_hours = 3\n", encoding="utf-8")
    monkeypatch.setattr(settings_source, "_DEFAULT_FILE", path)
    assert Settings().sign_in_hours == 3


def test_folders_of_the_file_are_counted_from_it(written: Any, tmp_path: Path) -> None:
    written('build_dir = "made"\nstore_dir = "/var/store"\naudit_log = "log/audit.jsonl"\n')
    settings = Settings()
    assert settings.build_dir == (tmp_path / "made").resolve()
    assert settings.store_dir == Path("/var/store").resolve()
    assert settings.audit_path == (tmp_path / "log" / "audit.jsonl").resolve()


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        (None, Path("/var/store-audit.jsonl")),
        ("stderr", None),
        ("/var/log/a.jsonl", Path("/var/log/a.jsonl")),
    ],
)
def test_the_audit_log_lies_beside_the_store(given_: str | None, path: Path | None) -> None:
    made = Settings(store_dir="/var/store", **({"audit_log": given_} if given_ else {}))
    assert made.audit_path == (path.resolve() if path else None)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("INTEGRITAS_BUILDDIR", "INTEGRITAS_BUILD_DIR"),
        ("INTEGRITAS_FOCUS_REGION", "INTEGRITAS_FOCUS_REGIONS"),
        ("integritas_lng", "INTEGRITAS_LANG"),
        ("INTEGRITAS_QWXZ", ""),
    ],
)
def test_an_unknown_variable_is_named_with_the_nearest(
    name: str, nearest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "a-value-that-may-be-secret")
    sentence = refused().message(words("en"))
    assert "a-value" not in sentence
    assert ("meant" in sentence) == bool(nearest)
    assert nearest in sentence


@pytest.mark.parametrize(
    ("text", "line", "key", "nearest"),
    [
        ('lang = "id"\nreadng = "login"\n', 2, "readng", "reading"),
        ('\n\n[oidc]\nclient_id = "x"\n', 3, "oidc", ""),
        ('"cookie secret" = "0123"\n', 1, "cookie secret", "cookie_secret"),
        ('INTEGRITAS_LANG = "en"\n', 1, "INTEGRITAS_LANG", "lang"),
    ],
)
def test_an_unknown_key_of_the_file_is_named_with_its_line(
    written: Any, text: str, line: int, key: str, nearest: str
) -> None:
    path = written(text)
    error = refused()
    assert error.message(words("en")).startswith(f"{path}:{line}: There is no setting {key}.")
    assert nearest in error.message(words("en"))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('reading = "closed"', "INTEGRITAS_READING"),
        ("reading = true", "INTEGRITAS_READING"),
        ("requests_per_minute = true", "INTEGRITAS_REQUESTS_PER_MINUTE"),
        ("requests_per_minute = 1.5", "INTEGRITAS_REQUESTS_PER_MINUTE"),
        ("hosts = [1, 2]", "INTEGRITAS_HOSTS"),
        ("hosts = {a = 1}", "INTEGRITAS_HOSTS"),
        ("focus_regions = 63", "INTEGRITAS_FOCUS_REGIONS"),
        ("lang = 2026-11-27", "INTEGRITAS_LANG"),
        ('data_dir = "a\\u0000b"', "INTEGRITAS_DATA_DIR"),
        ("data_dir = [1]", "INTEGRITAS_DATA_DIR"),
        ("oidc_client_id = 7", "INTEGRITAS_OIDC_CLIENT_ID"),
        ("oidc_client_secret = 7", "INTEGRITAS_OIDC_CLIENT_SECRET"),
        ('oidc_metadata = "http://sso.example.go.id"', "INTEGRITAS_OIDC_METADATA"),
        ('cookie_secret = "short"', "INTEGRITAS_COOKIE_SECRET"),
        ('oidc_scope = "groups"', "INTEGRITAS_OIDC_SCOPE"),
        ('role_claim = ".roles"', "INTEGRITAS_ROLE_CLAIM"),
        ("sign_in_hours = 721", "INTEGRITAS_SIGN_IN_HOURS"),
        ('tokens = ["power-bi"]', "INTEGRITAS_TOKENS"),
        ("audit_log = 1", "INTEGRITAS_AUDIT_LOG"),
    ],
)
def test_a_wrong_value_of_the_file_is_named_with_its_place(
    written: Any, line: str, name: str
) -> None:
    path = written(f'# a comment\nstore_dir = "/var/store"\n{line}\n')
    error = refused()
    assert error.name == name
    for lang in LANGUAGES:
        assert error.message(words(lang)).startswith(f"{path}:3: ")


@pytest.mark.parametrize(
    "content",
    [
        b"lang = id",
        b'lang = "id"\nlang = "en"',
        b"[",
        b"a = " + b"[" * 5000,
        b"\xff\xfel\x00",
        b"#" * (2 << 20),
        b'lang = "id',
        b"\x00",
    ],
    ids=range(8),
)
def test_a_file_that_cannot_be_read_stops_the_start(written: Any, content: bytes) -> None:
    path = written(content)
    error = refused()
    assert (error.name, error.value) == ("INTEGRITAS_SETTINGS", str(path))


@pytest.mark.parametrize("name", ["nothing.toml", "."])
def test_a_file_that_is_not_there_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("INTEGRITAS_SETTINGS", str(tmp_path / name))
    assert refused().name == "INTEGRITAS_SETTINGS"


@given(
    text=st.text(max_size=60),
    keys=st.lists(st.sampled_from([*Settings.model_fields, FILE_KEY]), max_size=4),
    value=st.text(max_size=30),
)
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused(written: Any, text: str, keys: list[str], value: str) -> None:
    for content in (text, *(f"{key} = {json.dumps(value)}" for key in keys)):
        try:
            written(content.encode("utf-8", "surrogatepass"))
            Settings()
        except BadSetting as error:
            for lang in LANGUAGES:
                assert len(error.message(words(lang)).splitlines()) == 1


@pytest.mark.parametrize("missing", CLOSED)
@pytest.mark.parametrize("why", ["reading", "editing"])
def test_signing_in_needs_a_provider(missing: str, why: str) -> None:
    of_provider = {name: value for name, value in CLOSED.items() if name != missing}
    error = refused(**{why: "login", "editors": "editor"}, **of_provider)
    assert error.name == f"INTEGRITAS_{missing.upper()}"
    assert f"INTEGRITAS_{why.upper()}=login" in error.message(words("en"))


def test_editing_needs_a_role() -> None:
    assert refused(editing="login", **CLOSED).name == "INTEGRITAS_EDITORS"
    assert Settings(editing="login", editors="a, b,a", **CLOSED).editors == ("a", "b")
    assert Settings(reading="login", **CLOSED).readers == ()


def test_the_address_of_a_provider_is_completed() -> None:
    whole = "https://sso.example.go.id/realms/pemda/.well-known/openid-configuration"
    for given_ in (whole, CLOSED["oidc_metadata"], CLOSED["oidc_metadata"] + "/"):
        assert Settings(oidc_metadata=given_).oidc_metadata == whole
    assert Settings(oidc_metadata="http://localhost:9/x").oidc_metadata.startswith("http://")


def test_secrets_are_never_shown(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITAS_OIDC_CLIENT_SECRET", "provider-secret")
    written(f'cookie_secret = "{SECRET}"\n')
    for options in ((), ("--json",)):
        code, said = command(*options)
        assert code == 0
        assert not [secret for secret in ("provider-secret", SECRET) if secret in said]
        assert said.count("•••") == 2
    assert not [secret for secret in ("provider-secret", SECRET) if secret in repr(Settings())]
    monkeypatch.setenv("INTEGRITAS_PUBLIC_ADDRESS", "https://me:pass-word@x.go.id")
    code, said = command()
    assert code == 1
    assert "pass-word" not in said
    assert "https://•••@x.go.id" in said
    assert "pass-word" not in repr(refused())


def test_every_setting_is_listed_with_where_it_comes_from(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written('hosts = ["a.go.id", "10.0.0.1"]\n')
    monkeypatch.setenv("INTEGRITAS_LANG", "en")
    records = {one["name"]: one for one in json.loads(command("--json")[1])}
    assert [*records] == [f"INTEGRITAS_{name.upper()}" for name in Settings.model_fields]
    assert records["INTEGRITAS_HOSTS"] == {
        "name": "INTEGRITAS_HOSTS",
        "value": "a.go.id,10.0.0.1",
        "origin": "file",
        "meaning": "Other names or numbers of hosts that links may name.",
    }
    assert records["INTEGRITAS_LANG"]["origin"] == "environment"
    shown = command()[1]
    assert not [name for name in records if name not in shown]


def test_the_readme_holds_every_setting_with_its_default_and_meaning() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `INTEGRITAS_(\w+)` \| (?:`(.*?)`)? ?\| (.+) \|$", text, re.MULTILINE)
    defaults = {one.name: one.value for one in Settings().listed()}
    expected = [
        (
            name.upper(),
            defaults[f"INTEGRITAS_{name.upper()}"].removeprefix(f"{ROOT}/"),
            field.description,
        )
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


def test_a_wrong_setting_stops_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRITAS_REDING", "login")
    for one, code in {"run": 1, "check": 2, "settings": 1}.items():  # 2: nothing could be checked
        done = CliRunner().invoke(main, [one])
        assert done.exit_code == code
        assert "INTEGRITAS_READING" in done.output


def test_the_examples_of_the_documentation_can_be_used(written: Any) -> None:
    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.+?)```", text, re.DOTALL)
    written(example.replace("…", SECRET).replace('"open" ', '"login" '))
    settings = Settings()
    assert (settings.reading, settings.editing) == ("login", "login")
    assert settings.readers == ("integritas-reader",)
    named = set(re.findall(r"`(INTEGRITAS_\w+)", text))
    assert named <= {f"INTEGRITAS_{name.upper()}" for name in (*Settings.model_fields, FILE_KEY)}
    for line in re.findall(r"^\{.+\}$", text, re.MULTILINE):
        assert {"time", "event", "account"} <= json.loads(line).keys()


def test_relative_paths_stay_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server changes its working folder, and looks at the settings again."""
    (tmp_path / "own.toml").write_text("sign_in_hours = 5\n", encoding="utf-8")
    place = os.path.relpath(tmp_path, settings_source.STARTED_IN)
    monkeypatch.setenv("INTEGRITAS_SETTINGS", f"{place}/own.toml")
    monkeypatch.setenv("INTEGRITAS_BUILD_DIR", f"{place}/made")
    monkeypatch.chdir(tmp_path.parent)
    assert Settings().sign_in_hours == 5
    assert Settings().build_dir == tmp_path / "made"


def test_a_cluster_needs_an_address(monkeypatch: pytest.MonkeyPatch, written: Any) -> None:
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    assert refused(engine="spark").name == "INTEGRITAS_SPARK_REMOTE"
    monkeypatch.setenv("SPARK_REMOTE", "local[2]")  # of another program: no cluster
    assert Settings().spark_remote == ""
    assert refused(engine="spark").name == "INTEGRITAS_SPARK_REMOTE"
    monkeypatch.setenv("SPARK_REMOTE", "sc://common:15002/;token=secret;use_ssl=true")
    settings = Settings(engine="spark")
    assert settings.spark_remote == "sc://common:15002/;token=secret;use_ssl=true"
    [shown] = [one for one in settings.listed() if one.name == "INTEGRITAS_SPARK_REMOTE"]
    assert (shown.value, shown.origin) == (
        "sc://common:15002/;token=•••;use_ssl=true",
        "environment",
    )
    written('spark_remote = "sc://of-the-file:15002"\n')
    assert Settings().spark_remote == "sc://of-the-file:15002"
    monkeypatch.setenv("INTEGRITAS_SPARK_REMOTE", "sc://ours:15002")
    assert Settings().spark_remote == "sc://ours:15002"


@pytest.mark.parametrize(
    "address", ["spark:15002", "sc://spark", "sc://spark:15002 x", "http://spark:15002", "sc://:1"]
)
def test_what_is_no_address_of_a_cluster_is_refused(address: str) -> None:
    assert refused(spark_remote=address).name == "INTEGRITAS_SPARK_REMOTE"
