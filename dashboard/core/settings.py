"""What an office may set: each setting once, with what it means.

A setting is given by an environment variable (`INTEGRITAS_` and its name in capitals) or by a line
of one TOML file (its name in small letters), see `dashboard.core.settings_source`; nothing in the
repository has to be edited on a server. A setting that cannot be used, or that does not exist, is
never replaced by a default in silence: it stops the start.

A new setting is one field of `Settings` with its meaning and a line of the README's table, which a
test compares; `python -m dashboard settings` then shows it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from dashboard.core import setting_values as values
from dashboard.core import settings_source as source
from dashboard.core.i18n import LANGUAGES, Words, language_of, message
from dashboard.core.settings_source import PREFIX, ROOT, BadSetting

__all__ = ["NAME", "ROOT", "BadSetting", "Settings", "language"]

NAME = "Integritas Daerah"


def language() -> str:
    """The language of the command line, also where another setting cannot be used."""
    given: Any = os.environ.get("INTEGRITAS_LANG", "")
    if not given:
        with suppress(BadSetting):
            given = source.of_file().get("lang", "")
    return language_of(given)


_Folder = Annotated[Path, AfterValidator(values.folder)]
_Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.names)]


def _setting(default: Any, meaning: str, example: str = "") -> Any:
    """A setting: its default, what it means (a message of the catalogues), examples."""
    return Field(default, description=meaning, examples=[example] if example else None)


@dataclass(frozen=True)
class Listed:
    """A setting as it is shown: no secret stands in its value.

    Attributes:
        name: of its environment variable.
        value: as it would be written in the environment; empty where nothing is set.
        origin: where the value comes from.
        meaning: a message of the catalogues.
    """

    name: str
    value: str
    origin: Literal["default", "file", "environment"]
    meaning: str

    def as_json(self, say: Words) -> dict[str, str]:
        """For programs."""
        return {**asdict(self), "meaning": say(self.meaning)}


class Settings(BaseSettings):
    """The folders and choices in force, read from the environment and the file when made.

    Raises:
        BadSetting: one of them cannot be used, or there is none of that name.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: _Folder = _setting(ROOT / "data", message("Folder of the facts."))
    sql_dir: _Folder = _setting(ROOT / "sql", message("Folder of the queries."))
    build_dir: _Folder = _setting(
        ROOT / "build", message("Folder for what is computed of the facts.")
    )
    store_dir: _Folder = _setting(
        ROOT / "store", message("Folder of the revisions of the facts, a git repository.")
    )
    store_remote: Annotated[str, AfterValidator(values.repository)] = _setting(
        "",
        message("Repository of the office's git server that revisions come from and go to."),
        "ssh://git@git.example.go.id/integritas.git, https://…, /srv/git/integritas.git",
    )
    store_token: SecretStr = _setting(
        SecretStr(""),
        message("Password for that repository, where its address is https."),
        '"a text"',
    )
    store_key: Annotated[Path | None, AfterValidator(values.log)] = _setting(
        None,
        message("File of the private key for that repository, where its address is ssh."),
        "/etc/integritas/id_ed25519",
    )
    store_interval: Annotated[int, BeforeValidator(values.interval)] = _setting(
        30, message("Seconds between two looks at that repository."), "30"
    )
    lang: Annotated[str, AfterValidator(values.language)] = _setting(
        LANGUAGES[0], message("Language of the command line: id or en."), "id, en"
    )
    focus_regions: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.codes)] = _setting(
        values.DEFAULT_FOCUS_REGIONS,
        message("Codes of the regions that the first page shows first."),
        "63,64,62,13",
    )
    public_address: Annotated[str, AfterValidator(values.address)] = _setting(
        "",
        message("How readers reach the dashboard, with its path: all that a proxy needs."),
        "https://integritas.example.go.id",
    )
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.hosts)] = _setting(
        (),
        message("Other names or numbers of hosts that links may name."),
        "dasbor.example.go.id,10.20.30.40",
    )
    frame_ancestors: Annotated[str, AfterValidator(values.ancestors)] = _setting(
        "'self'",
        message("Whose pages may show a figure or the dashboard in a frame."),
        "'self' https://intranet.example.go.id",
    )
    cors: Literal["any", "none"] = _setting(
        "any",
        message("Whether scripts of other pages may read figures and rows: any or none."),
        "any, none",
    )
    requests_per_minute: Annotated[int, BeforeValidator(values.positive)] = _setting(
        600, message("Files that one client may ask for in a minute."), "600"
    )

    reading: Literal["open", "login"] = _setting(
        "open", message("Who may read: open (everyone) or login (who signed in)."), "open, login"
    )
    editing: Literal["off", "local", "login"] = _setting(
        "off",
        message(
            "Who may change facts: off (nobody), local (whoever uses this computer) or login "
            "(accounts with the role)."
        ),
        "off, local, login",
    )
    oidc_metadata: Annotated[str, AfterValidator(values.metadata)] = _setting(
        "",
        message("Address of the identity provider, or of its openid-configuration."),
        "https://sso.example.go.id/realms/pemda",
    )
    oidc_client_id: str = _setting(
        "", message("Name of the dashboard at the identity provider."), "integritas-daerah"
    )
    oidc_client_secret: SecretStr = _setting(
        SecretStr(""), message("Secret of the dashboard at the identity provider."), '"a text"'
    )
    oidc_scope: Annotated[str, AfterValidator(values.scope)] = _setting(
        "openid", message("What the identity provider is asked to tell."), "openid groups"
    )
    cookie_secret: Annotated[SecretStr, AfterValidator(values.long_secret)] = _setting(
        SecretStr(""),
        message("What sign-ins are signed with, at least 32 characters; the same on all replicas."),
        'python -c "import secrets; print(secrets.token_hex(32))"',
    )
    sign_in_hours: Annotated[int, BeforeValidator(values.hours)] = _setting(
        12, message("Hours after which an account has to sign in again, at most 720."), "12"
    )
    account_claim: Annotated[str, AfterValidator(values.claim)] = _setting(
        "sub", message("Claim whose value is the account's id."), "sub"
    )
    role_claim: Annotated[str, AfterValidator(values.claim)] = _setting(
        "groups",
        message("Claim that holds an account's roles; points lead inwards."),
        "groups, roles, realm_access.roles",
    )
    editors: _Names = _setting(
        (),
        message("Values of the role claim whose accounts may change facts."),
        "integritas-editor",
    )
    readers: _Names = _setting(
        (),
        message(
            "Values of the role claim whose accounts may read where reading is closed; none: every "
            "account."
        ),
        "integritas-reader",
    )
    tokens: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.tokens)] = _setting(
        (),
        message("Names and SHA-256 of tokens by which scripts may read where reading is closed."),
        "power-bi:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    audit_log: Annotated[Literal["stderr"] | Path | None, AfterValidator(values.log)] = _setting(
        None,
        message(
            "File for a line on each sign-in, refusal and change, or stderr; none: "
            "<store_dir>-audit.jsonl."
        ),
        "/var/log/integritas-audit.jsonl, stderr",
    )

    engine: Literal["duckdb", "spark"] = _setting(
        "duckdb",
        message("What makes the answers: duckdb (this machine) or spark (a cluster)."),
        "duckdb, spark",
    )
    spark_remote: Annotated[str, AfterValidator(values.spark_remote)] = _setting(
        "",
        message("Address of the cluster's Spark Connect server; SPARK_REMOTE counts without it."),
        "sc://spark.example.go.id:15002",
    )
    spark_answers: Literal["exported", "direct"] = _setting(
        "exported",
        message(
            "Who answers with a cluster: exported (DuckDB, from what the cluster made) or direct "
            "(the cluster is asked each question)."
        ),
        "exported, direct",
    )
    spark_data: Annotated[str, AfterValidator(values.one_line)] = _setting(
        "",
        message(
            "The folder of the facts as the cluster sees it, for tables in Parquet; none: sent."
        ),
        "/mnt/facts, s3a://facts",
    )
    spark_seconds: Annotated[int, BeforeValidator(values.timeout)] = _setting(
        30, message("Seconds that a question to the cluster may take, at most 3600."), "30"
    )

    drain_seconds: Annotated[int, BeforeValidator(values.seconds)] = _setting(
        0,
        message(
            "Seconds for which a server that is asked to end says so and still takes requests."
        ),
        "0, 10",
    )
    stop_seconds: Annotated[int, BeforeValidator(values.seconds)] = _setting(
        20, message("Seconds that answers in flight have when a server ends."), "20"
    )

    metrics_port: Annotated[int, BeforeValidator(values.port)] = _setting(
        0, message("Port on which the metrics of this process can be read; 0: none."), "0, 9501"
    )
    metrics_address: Annotated[str, AfterValidator(values.host)] = _setting(
        "127.0.0.1", message("Address that this port listens on."), "127.0.0.1, 10.20.30.40"
    )
    log_format: Literal["text", "json"] = _setting(
        "text",
        message("Shape of the log's lines: text, or json (one object a line)."),
        "text, json",
    )
    picture_workers: Annotated[int, BeforeValidator(values.few)] = _setting(
        2, message("Browsers that draw pictures at once, at most 16."), "2"
    )
    picture_queue: Annotated[int, BeforeValidator(values.positive)] = _setting(
        64, message("Pictures that may be asked for at once; further ones are refused."), "64"
    )

    def __init__(self, **given: Any) -> None:
        source.check_names(type(self).model_fields)
        try:
            super().__init__(**given)
        except ValidationError as error:
            fault = error.errors()[0]
            key = str(fault["loc"][0])
            examples = ", ".join(type(self).model_fields[key].examples or ())
            name = PREFIX + key.upper()
            raise BadSetting(name, _as_text(fault["input"]), examples=examples) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then the environment, then the file, then the variable of Spark."""
        of_file = InitSettingsSource(settings_cls, init_kwargs=_of_file(cls))
        of_spark = InitSettingsSource(settings_cls, init_kwargs=source.of_spark())
        return init_settings, env_settings, of_file, of_spark

    @model_validator(mode="after")
    def _fit_together(self) -> Settings:
        """Look for what a closed dashboard or a cluster needs, and does not have."""
        if self.engine == "spark" and not self.spark_remote:
            raise BadSetting(PREFIX + "SPARK_REMOTE", "", _NO_CLUSTER)
        why = next((n for n in ("reading", "editing") if getattr(self, n) == "login"), "")
        if not why:
            return self
        needed = ["oidc_metadata", "oidc_client_id", "oidc_client_secret", "cookie_secret"]
        needed += ["editors"] if self.editing == "login" else []
        for name in needed:
            value: Any = getattr(self, name)
            if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
                by = f"{PREFIX}{why.upper()}={getattr(self, why)}"
                raise BadSetting(PREFIX + name.upper(), "", _NEEDED, by=by)
        return self

    @property
    def audit_path(self) -> Path | None:
        """The file of the audit log; None where it is written to stderr."""
        if self.audit_log is None:
            return self.store_dir.with_name(f"{self.store_dir.name}-audit.jsonl")
        return None if self.audit_log == "stderr" else Path(self.audit_log)

    def listed(self) -> tuple[Listed, ...]:
        """Every setting with its value in force and where that comes from."""
        of_environment, of_file = source.of_environment(), source.of_file()
        if "spark_remote" not in of_file:
            of_environment = source.of_spark() | of_environment
        found = []
        for key, field in type(self).model_fields.items():
            name, value = PREFIX + key.upper(), _as_text(getattr(self, key))
            origin: Literal["default", "file", "environment"] = (
                "environment" if key in of_environment else "file" if key in of_file else "default"
            )
            meaning = field.description or ""
            found.append(Listed(name, source.shown(name, value), origin, meaning))
        return tuple(found)


for _name, _field in Settings.model_fields.items():
    if _field.annotation is SecretStr:
        source.keep_secret(PREFIX + _name.upper())


def _as_text(value: object) -> str:
    """A value as somebody wrote it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _of_file(cls: type[BaseSettings]) -> dict[str, Any]:
    """The values of the file; its relative folders are counted from where it lies."""
    path, given = source.file(), dict(source.of_file())
    for name, value in given.items():
        field = cls.model_fields.get(name)
        is_path = field is not None and (field.annotation is Path or name in _FILES)
        if path is not None and is_path and isinstance(value, str) and value != "stderr":
            given[name] = str(path.parent / value)
    return given


_FILES = ("audit_log", "store_key")
_NEEDED = message(
    "The setting {name} is missing: {by} needs it. Set it, or open the dashboard again; "
    "docs/access.md shows examples."
)
_NO_CLUSTER = message(
    "The setting {name} is missing: INTEGRITAS_ENGINE=spark needs the address of a Spark Connect "
    "server, such as sc://spark.example.go.id:15002. Set it, or leave INTEGRITAS_ENGINE out to "
    "answer on this machine."
)
