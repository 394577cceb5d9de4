"""Settings: a file .env where the program runs, below what the process's environment says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cli import run, spawn
from test_docs import ROOT, _table

from bot.errors import UserError
from bot.settings import Settings
from bot.settings.environment import environment

EXAMPLE = ROOT / ".env.example"
KEY = "WHYLOCKED_OF_A_TEST"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str | bytes) -> str | None:
    """What a variable is, by a file with this in it."""
    Path(".env").write_bytes(text if isinstance(text, bytes) else text.encode())
    return environment().get(KEY)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"{KEY}=plain", "plain"),
        (f"{KEY} = spaced  ", "spaced"),
        (f"export {KEY}=exported", "exported"),
        (f'{KEY}="with blanks"', "with blanks"),
        (f"{KEY}='single # no comment'", "single # no comment"),
        (f"{KEY}=before # a comment", "before"),
        (f"# {KEY}=commented", None),
        (f"{KEY}=", ""),
        (KEY, None),
        (f"{KEY}=first\n{KEY}=last", "last"),
        (f"\n\nOTHER=1\r\n{KEY}=by Windows\r\n", "by Windows"),
        (f"{KEY}=$HOME/${{HOME}}/`id`", "$HOME/${HOME}/`id`"),
        (f"{KEY}=naïve ✓", "naïve ✓"),
        (f"\ufeff{KEY}=marked", "marked"),
        ("", None),
    ],
)
def test_what_a_line_says(line: str, value: str | None):
    """As people write such files; nothing is put in the place of a $, and nothing is run."""
    assert read(line) == value


def test_the_process_wins(monkeypatch: pytest.MonkeyPatch):
    """Also where it says that there is nothing."""
    monkeypatch.setenv(KEY, "mine")
    assert read(f"{KEY}=the file's") == "mine"
    monkeypatch.setenv(KEY, "")
    assert read(f"{KEY}=the file's") == ""


def test_only_the_folder_that_it_runs_in_is_looked_into(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Not the folders above."""
    read(f"{KEY}=above")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert environment().get(KEY) is None


def test_a_folder_of_that_name_is_none_of_ours(folder: Path):
    """Some keep an environment of Python's there."""
    (folder / ".env").mkdir()
    assert environment().get(KEY) is None


def test_where_nobody_may_look_there_is_none(folder: Path):
    """As where another user starts it in a home that is closed to them."""
    (folder / ".env").write_text(f"{KEY}=closed")
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder.chmod(0o700)
    os.seteuid(65_534)
    try:
        assert environment().get(KEY) is None
    finally:
        os.seteuid(0)


def test_what_others_may_write_is_not_taken(folder: Path):
    """Else whoever puts a file into a folder that all share says where the tokens of its next visitor go."""
    file = folder / ".env"
    file.write_text("SLACK_API_URL=https://attacker.example/")
    file.chmod(0o646)
    sentence = run("ask", "help").refused
    assert f"{file} belongs to somebody else, or others may write it" in sentence
    assert "attacker" not in sentence
    file.chmod(0o644)
    assert environment().get("SLACK_API_URL") == "https://attacker.example/"


def test_what_somebody_else_wrote_is_not_taken(folder: Path):
    """One's own is; the file is looked at itself, whatever leads to it."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    theirs, file = folder / "theirs", folder / ".env"
    theirs.write_text(f"{KEY}=theirs")
    os.chown(theirs, 65_534, 65_534)
    file.symlink_to(theirs)
    with pytest.raises(UserError) as refused:
        environment()
    assert refused.value.code == "env_file_of_others"
    os.chown(theirs, 0, 0)
    assert environment().get(KEY) == "theirs"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"WHYLOCKED_DB=\xff\xfe", "cannot be read; it has to be a text file in UTF-8 that you may read."),
        (b"A=1\nB='open\n", "Line 2 of the settings in"),
        (b"A=1\nno assignment at all\n", "Line 2 of the settings in"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content: bytes, said: str, folder: Path):
    """It names the file, and the line, and nothing that stands there."""
    (folder / ".env").write_bytes(content)
    with pytest.raises(UserError):
        environment()
    sentence = run("ask", "help").refused
    assert said in sentence
    assert str(folder / ".env") in sentence
    assert "open" not in sentence
    assert "assignment" not in sentence


def test_a_command_goes_by_it(folder: Path):
    """A process that is started there has its store where the file says."""
    (folder / ".env").write_text("WHYLOCKED_DB=by-file.db\n")
    assert spawn("ask", "photo=yes").code == 0
    assert (folder / "by-file.db").exists()
    assert spawn("ask", "photo=yes", WHYLOCKED_DB="by-process.db").code == 0
    assert (folder / "by-process.db").exists()


def test_all_that_is_wrong_is_told_together(monkeypatch: pytest.MonkeyPatch):
    """And left out, so that the rest can be looked at; what is called like ours and is none is told, too."""
    monkeypatch.setenv("WHYLOCKED_THREADS", "many")
    monkeypatch.setenv("WHYLOCKED_KEEP_AUDIT_DAYS", "0")
    monkeypatch.setenv("WHYLOCKED_LOG", "xml")
    monkeypatch.setenv("WHYLOCKED_TOKEN_KEY", "secret")
    settings, found = Settings.examined("x.db")
    assert [error.fields["name"] for error in found.wrong] == [
        "WHYLOCKED_LOG",
        "WHYLOCKED_THREADS",
        "WHYLOCKED_KEEP_AUDIT_DAYS",
    ]
    assert (settings.db, settings.service.threads, settings.keeping.audit) == (Path("x.db"), 64, 730)
    assert (found.file, found.misspelt) == (None, ("WHYLOCKED_TOKEN_KEY",))


def test_a_file_that_cannot_be_read_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """What the process says is looked at all the same."""
    (folder / ".env").write_text("nonsense in here")
    monkeypatch.setenv("WHYLOCKED_DB", "x.db")
    settings, found = Settings.examined()
    assert [error.code for error in found.wrong] == ["env_file_line"]
    assert (settings.db, found.file) == (Path("x.db"), folder / ".env")


def test_the_example_holds_every_variable_and_no_secret():
    """Each stands there once, commented out, with its default or an address that is nobody's."""
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line]
    assert all(line.startswith("#") for line in lines)
    found = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", text, re.MULTILINE))
    table = {row[0].strip("`"): row[2].strip("`") for row in _table("Commands", " variable")}
    assert sorted(re.findall(r"^# ([A-Z_]+)=", text, re.MULTILINE)) == sorted(table)
    assert {name: value for name, value in found.items() if table[name] == "none" and value} == {
        "WHYLOCKED_LOG": "json",
        "WHYLOCKED_URL": "https://bot.example.com",
        "WHYLOCKED_SUPPORT": "help@example.com",
    }
    spelt_out = {"WHYLOCKED_DB": "/var/lib/whylocked/whylocked.db", "WHYLOCKED_KNOWLEDGE": ""}
    assert {name: found[name] for name in spelt_out} == spelt_out
    rest = {name: default for name, default in table.items() if default != "none" and name not in spelt_out}
    assert {name: found[name] for name in rest} == rest


def test_git_takes_the_example_and_no_real_one():
    """A file with tokens in it never gets into a commit by accident."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    ignored = ["git", "-C", str(ROOT), "check-ignore", "--no-index", "--quiet"]
    assert subprocess.run([*ignored, ".env"], check=False).returncode == 0
    assert subprocess.run([*ignored, "deploy/.env"], check=False).returncode == 0
    assert subprocess.run([*ignored, ".env.example"], check=False).returncode == 1
    tracked = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True).stdout
    assert not [path for path in tracked.splitlines() if path.rpartition("/")[2] == ".env"]
