"""What `deploy/` promises can be read off its files: pinned, not root, nothing that is absent."""

from __future__ import annotations

import configparser
import ipaddress
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.core.settings import Settings
from tests import nginx
from tests.servers import ROOT, free_port

CONTAINERS, SYSTEMD = ROOT / "deploy" / "containers", ROOT / "deploy" / "systemd"
LINES = re.sub(r"\\\n", " ", (CONTAINERS / "Dockerfile").read_text("utf-8")).splitlines()
STEPS = [line.split(None, 1) for line in LINES if line and not line.startswith("#")]
COMPOSE: dict[str, Any] = yaml.safe_load((CONTAINERS / "compose.yaml").read_text("utf-8"))
REPLICAS = {name: one for name, one in COMPOSE["services"].items() if name != "proxy"}
PROXY = COMPOSE["services"]["proxy"]


def stage(name: str) -> list[list[str]]:
    """The steps of one stage of the Dockerfile."""
    of_stages: dict[str, list[list[str]]] = {}
    for step in STEPS:
        if step[0] == "FROM":
            of_stages[step[1].split()[-1]] = current = []
        else:
            current.append(step)
    return of_stages[name]


def test_every_image_is_pinned() -> None:
    stages: set[str] = set()
    for kind, rest in STEPS:
        if kind == "FROM":
            image, *named = rest.split()
            assert image in stages or re.fullmatch(r"[a-z/]+:\d+\.\d+\.\d+-\S+", image), image
            stages.add(named[-1])
    for service in COMPOSE["services"].values():
        assert re.fullmatch(r"[a-z-]+:\d+\.\d+\.\d+", service["image"])
        assert service["build"]["target"] in stages
        assert (CONTAINERS / service["build"]["context"]).resolve() == ROOT


def test_what_is_copied_is_there_and_is_sent() -> None:
    allowed = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    tops = {line.removeprefix("!").split("/")[0] for line in allowed if line.startswith("!")}
    for kind, rest in STEPS:
        assert kind != "ADD"
        if kind == "COPY" and not rest.startswith("--from"):
            *sources, _target = shlex.split(rest)
            for source in sources:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in tops, source
    copied = " ".join(rest for kind, rest in STEPS if kind == "COPY")
    assert all(part in copied for part in ("dashboard", "pages", "sql", "data", ".streamlit"))


@pytest.mark.parametrize("name", ["dashboard", "proxy"])
def test_no_container_runs_as_root(name: str) -> None:
    steps = stage(name)
    users = [rest for kind, rest in steps if kind == "USER"]
    assert len(users) == 1
    assert users[0] not in ("root", "0", "0:0")
    at = steps.index(["USER", users[0]])
    assert not [kind for kind, _rest in steps[at:] if kind in ("RUN", "COPY")]
    assert steps[-1][0] == "CMD"
    assert steps[-1][1].startswith("[")  # no shell between, which would keep the signals


def test_the_health_of_a_container_is_asked() -> None:
    [health] = [rest for kind, rest in stage("dashboard") if kind == "HEALTHCHECK"]
    assert "/healthz" in health
    assert "deploy/ready.py" in health


def test_containers_write_where_it_is_said() -> None:
    [environment] = [rest for kind, rest in stage("dashboard") if kind == "ENV"]
    given = dict(one.split("=", 1) for one in shlex.split(environment))
    [volume] = [rest for kind, rest in stage("dashboard") if kind == "VOLUME"]
    for name, value in given.items():
        if name.startswith("INTEGRITAS_") and name.endswith("_DIR"):
            assert value.startswith(f"{volume}/")
    assert set(given) >= {"INTEGRITAS_BUILD_DIR", "INTEGRITAS_STORE_DIR", "INTEGRITAS_AUDIT_LOG"}
    for service in COMPOSE["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert any(one.startswith("/tmp:") for one in service["tmpfs"])
    for one in REPLICAS.values():
        assert f"facts:{volume}" in one["volumes"]
        assert "ports" not in one  # the proxy alone is reached
        assert int(one["stop_grace_period"].rstrip("s")) > Settings().stop_seconds


def test_the_proxy_knows_every_replica_and_they_know_it() -> None:
    groups = (CONTAINERS / "upstreams.conf").read_text("utf-8")
    [network] = COMPOSE["networks"]["inside"]["ipam"]["config"]
    inside = ipaddress.ip_network(network["subnet"])
    numbers = [one["networks"]["inside"]["ipv4_address"] for one in REPLICAS.values()]
    assert len(REPLICAS) >= 2
    assert sorted(set(re.findall(r"(?m)^ +server ([\d.]+):8501", groups))) == sorted(numbers)
    proxy = PROXY["networks"]["inside"]["ipv4_address"]
    assert all(ipaddress.ip_address(one) in inside for one in (*numbers, proxy))
    for one in REPLICAS.values():
        assert one["environment"]["FORWARDED_ALLOW_IPS"] == proxy


def test_both_lists_of_replicas_are_made_alike() -> None:
    def shape(path: Path) -> list[str]:
        lines = path.read_text("utf-8").split("upstream integritas_any")[1].splitlines()
        return [re.sub(r"(127|172)[\d.\\]+:\d+", "<replica>", line) for line in lines]

    assert shape(CONTAINERS / "upstreams.conf") == shape(nginx.FOLDER / "upstreams.conf")


def test_ports_of_the_proxy_are_published(tmp_path: Path) -> None:
    [edit] = [rest for kind, rest in stage("proxy") if kind == "RUN" and "sed" in rest]
    listens = (nginx.FOLDER / "replicas.conf").read_text("utf-8")
    for old, new in re.findall(r"s/(listen [^/]+)/(listen [^/]+)/", edit):
        assert old in listens
        assert f":{new.split()[1].rstrip(';')}" in " ".join(PROXY["ports"])


def test_nginx_takes_the_configuration_of_the_containers(tmp_path: Path) -> None:
    """As the Dockerfile puts it together, but for the places."""
    nginx.certify(tmp_path, "dasbor")
    text = (CONTAINERS / "nginx.conf").read_text("utf-8")
    servers = nginx.replicas(free_port(), nginx.REPLICAS, tmp_path, free_port())
    (tmp_path / "replicas.conf").write_text(servers, "utf-8")
    groups = (CONTAINERS / "upstreams.conf").read_text("utf-8")
    (tmp_path / "upstreams.conf").write_text(groups.replace("integritas_", "containers_"), "utf-8")
    text, places = re.subn(r"/etc/nginx/integritas|/tmp(?=/)|/dev(?=/stderr)", str(tmp_path), text)
    assert places == 9
    (tmp_path / "main.conf").write_text(text, "utf-8")
    assert nginx.check(tmp_path / "main.conf", tmp_path) == ""


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(SYSTEMD / name, "utf-8")
    return parser


def test_the_unit_runs_as_nobody_important_and_writes_to_one_folder() -> None:
    service = unit("integritas@.service")["Service"]
    assert service["User"] not in ("", "root")
    for name in ("ProtectHome", "PrivateTmp", "NoNewPrivileges", "RestrictSUIDSGID"):
        assert service[name] == "true"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > Settings().stop_seconds
    assert "--host 127.0.0.1" in service["ExecStart"]
    assert "/readyz" in service["ExecStartPost"]
    wait = int(service["ExecStartPost"].rsplit(None, 1)[1])
    assert wait < int(service["TimeoutStartSec"])
    assert unit("integritas@.service")["Install"]["WantedBy"] in {
        path.name for path in SYSTEMD.iterdir()
    }


def test_the_examples_of_settings_are_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with what is commented out there."""
    text = (SYSTEMD / "integritas.toml.example").read_text("utf-8")
    state = f"/var/lib/{unit('integritas@.service')['Service']['StateDirectory']}"
    for whole in (text, re.sub(r"(?m)^# (?=\w+ = )", "", text)):
        given = tomllib.loads(whole)
        assert all(given[name].startswith(state) for name in ("build_dir", "store_dir"))
        given |= {"oidc_client_secret": "x", "cookie_secret": "x" * 32}
        Settings(**given)
    lines = (CONTAINERS / "settings.env.example").read_text("utf-8").splitlines()
    for line in lines:
        if found := re.fullmatch(r"#?INTEGRITAS_([A-Z_]+)=(.*)", line):
            assert found[1].lower() in Settings.model_fields
        else:
            assert not line or line.startswith("# ")


def test_a_service_waits_until_a_replica_answers() -> None:
    command = [sys.executable, str(ROOT / "deploy" / "ready.py")]
    gone = f"http://127.0.0.1:{free_port()}/readyz"
    assert subprocess.run([*command, gone, "--wait", "0.5"], check=False).returncode == 1
    serving = (  # ready from the third question on
        "import http.server as h\n"
        "asked = []\n"
        "class H(h.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        asked.append(1)\n"
        "        self.send_response(200 if len(asked) > 2 else 503); self.end_headers()\n"
        "    def log_message(self, *_): pass\n"
        "server = h.HTTPServer(('127.0.0.1', 0), H)\n"
        "print(server.server_address[1], flush=True); server.serve_forever()\n"
    )
    with subprocess.Popen([sys.executable, "-c", serving], stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            address = f"http://127.0.0.1:{int(server.stdout.readline())}/readyz"
            assert subprocess.run([*command, address], check=False).returncode == 1
            assert subprocess.run([*command, address, "--wait", "20"], check=False).returncode == 0
        finally:
            server.kill()
