"""What runs it as a service: the unit for systemd, the Procfile, what nginx needs, and the wheel that holds them."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from socket import create_connection

import pytest
from fake_slack import FakeSlack
from served import PATIENCE, connected, free_port
from test_docs import ROOT, _section

from bot.http_server import SECONDS_TO_STOP

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("whylocked*"))
PROGRAM = "/opt/whylocked/bin/whylocked"


def settings_of(unit: str) -> dict[str, str]:
    """The settings of a unit's service; of one that is given twice the last."""
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(DEPLOY / unit)
    return dict(parsed["Service"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path: Path):
    """Each line is one that it knows; the program is stood in for by Python's, which is there."""
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    files = [str(tmp_path / name) for name in UNITS]
    ended = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    about_ours = [line for line in ended.stderr.splitlines() if "whylocked" in line]
    assert (ended.returncode, about_ours) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_service_may_do_next_to_nothing():
    """By systemd's own measure, from 0 to 10, which the README names."""
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / "whylocked.service")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"exposure level for whylocked\.service: ([0-9.]+)", ended.stdout)
    if found is None:
        pytest.skip("this systemd measures no file")
    assert float(found[1]) <= 1.5
    assert "1.2 of 10" in _section("Run it as a service")


def test_the_service_gives_the_program_its_time():
    """It is told once to stop, and not killed before what it owes may have gone out."""
    service = settings_of("whylocked.service")
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > SECONDS_TO_STOP
    assert service["ExecStart"] == f"{PROGRAM} serve"
    assert settings_of("whylocked-backup.service")["ExecStart"] == f"{PROGRAM} backup /var/lib/whylocked/backups"


def test_the_readme_installs_what_there_is():
    """Each file and folder that its lines copy or name is one of ours, or one of the units'."""
    told = _section("Run it as a service")
    assert set(re.findall(r"whylocked[a-z-]*\.(?:service|timer)", told)) <= set(UNITS)
    assert settings_of("whylocked.service")["WorkingDirectory"] in told
    assert f"WHYLOCKED_DB=/var/lib/{settings_of('whylocked.service')['StateDirectory']}/whylocked.db" in told
    assert (ROOT / "Procfile").read_text(encoding="utf-8") == "web: whylocked serve --host 0.0.0.0\n"


def test_the_procfile_starts_and_stops_it(slack: FakeSlack, tmp_path: Path):
    """By the port that the host of the program gives; it ends when it is told to."""
    script = shutil.which("whylocked", path=str(Path(sys.executable).parent))
    if script is None or shutil.which("honcho", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("whylocked and honcho are not installed beside Python")
    # Not for other machines, while tests run.
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8").replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    (tmp_path / "Procfile").write_text(procfile)
    port, path = free_port(), f"PATH={Path(sys.executable).parent}:/usr/bin:/bin"
    given = {"PORT": str(port), "WHYLOCKED_DB": str(tmp_path / "whylocked.db"), **connected(slack)}
    unset = [f"--unset={name}" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")]
    command = ["env", *unset, path, *(f"{name}={value}" for name, value in given.items()), "honcho", "start"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            ends = time.monotonic() + PATIENCE
            while not listens(port):
                assert process.poll() is None
                assert time.monotonic() < ends
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert "listening" in said
    assert "Traceback" not in said
    assert "sending SIGKILL" not in said
    assert not listens(port)


def listens(port: int) -> bool:
    """Whether anybody does."""
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None, reason="there is no nginx, or no openssl, here"
)
def test_nginx_takes_its_file(tmp_path: Path):
    """Inside of what a usual nginx.conf has around it, with a certificate made for it."""
    made = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subject = ["-days", "1", "-subj", "/CN=bot.example.com"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made, *subject], check=True)
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/whylocked", str(tmp_path))
    (tmp_path / "ours.conf").write_text(ours, encoding="utf-8")
    folders = " ".join(
        f"{name}_temp_path {tmp_path / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    http = f"http {{ access_log off; {folders} include {tmp_path / 'ours.conf'}; }}"
    around = f"pid {tmp_path / 'pid'};\nerror_log stderr;\nevents {{}}\n{http}\n"
    (tmp_path / "nginx.conf").write_text(around, encoding="utf-8")
    ended = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_nginx_takes_no_more_than_the_program():
    """What is too big for the one is for the other."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "client_max_body_size 1m;" in text
    assert "proxy_request_buffering on;" in text
    assert "proxy_pass http://127.0.0.1:3000;" in text


def test_the_wheel_holds_all_of_it_and_runs_without_the_checkout(slack: FakeSlack, tmp_path: Path):
    """What is installed from it needs nothing of the project's folder."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("there is no pip here")
    copy = tmp_path / "source"
    left_out = shutil.ignore_patterns(".*_cache", ".venv", ".git", "tests", "examples", "__pycache__", ".coverage*")
    shutil.copytree(ROOT, copy, ignore=left_out)
    wheel = [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path / "made")]
    subprocess.run([*wheel, str(copy)], check=True)
    (made,) = (tmp_path / "made").glob("whylocked-*.whl")
    names = zipfile.ZipFile(made).namelist()
    shared = {name.partition("/share/whylocked/")[2] for name in names if "/share/whylocked/" in name}
    assert shared == {".env.example", *(path.name for path in DEPLOY.iterdir())}
    assert {"bot/manifest.yml", "knowledge/phrases.toml", "knowledge/learned.gz"} <= set(names)
    assert not [name for name in names if name.startswith(("knowledge/examples", "tests", "deploy"))]
    shutil.rmtree(copy)
    installed = tmp_path / "installed"
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", str(installed), str(made)], check=True
    )
    port = free_port()
    given = {"PORT": str(port), "PYTHONPATH": str(installed), **connected(slack)}
    unset = [f"--unset={name}" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")]
    command = ["env", *unset, *(f"{name}={value}" for name, value in given.items()), sys.executable, "-c"]
    script = "import bot; print(bot.__file__, flush=True); from bot.cli import main; main()"
    words = [*command, script, "--db", "whylocked.db", "serve"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            ends = time.monotonic() + PATIENCE
            while not listens(port):
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < ends
                time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, f"{installed}/bot/__init__.py\n")
    assert "Traceback" not in err
