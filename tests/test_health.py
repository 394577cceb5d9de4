"""Doctor on Slack: nothing set up is fine; whatever is missing, swapped or not granted is told with what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from socket import create_server

import pytest
from cli import Outcome, run
from fake_slack import APP_TOKEN, BOT_TOKEN, SCOPES, FakeSlack
from signed import SECRET

VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "PORT")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says nothing of Slack, and retries do not wait."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("time.sleep", lambda _: None)


class Doctor:
    """Somebody who sets variables and asks the doctor."""

    def __init__(self, db: Path, slack: FakeSlack, patch: pytest.MonkeyPatch) -> None:
        self._db, self._slack, self._patch = db, slack, patch

    def __call__(self, **variables: str) -> Outcome:
        """Run it with these variables; SLACK_BOT_TOKEN is written BOT_TOKEN, and so on."""
        for name, value in {"API_URL": self._slack.api_url, **variables}.items():
            self._patch.setenv(name if name == "PORT" else f"SLACK_{name}", value)
        ended = run("--db", str(self._db), "doctor")
        for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
            assert secret not in ended.out + ended.err
        assert ended.code == (2 if ended.err else 0)
        return ended

    def good(self, **variables: str) -> list[str]:
        """The lines on Slack of a doctor who finds nothing bad."""
        return slack_lines(self(**variables).answered)


@pytest.fixture
def doctor(slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    return Doctor(tmp_path / "whylocked.db", slack, monkeypatch)


def slack_lines(out: str) -> list[str]:
    """The lines on Slack, without "ok"."""
    lines = [line.partition(" ")[2].strip() for line in out.splitlines()]
    return [line for line in lines if line.startswith("Slack")]


def bad_lines(ended: Outcome) -> list[str]:
    """What has to be mended, without "FAIL"."""
    return [line.removeprefix("FAIL  ") for line in ended.err.splitlines()]


WORKSPACE = "Slack: the workspace Acme (https://acme.slack.com/), where the bot is UBOT"
GRANTED = (
    "Slack granted every permission that is needed: app_mentions:read, chat:write, commands, im:history and users:read"
)
SOCKET = "Slack over Socket Mode: Slack takes the app token; whylocked socket can start"
NO_SOCKET = "Slack over Socket Mode: not set up; whylocked socket needs SLACK_APP_TOKEN"
HTTP = (
    "Slack over HTTP: whylocked serve can start, on port 3000; whether the signing secret is right, the first request "
    "shows"
)
NO_HTTP = "Slack over HTTP: not set up; whylocked serve needs SLACK_SIGNING_SECRET"


def test_without_slack_all_is_well(doctor: Doctor, slack: FakeSlack):
    """Nobody needs Slack: one line says that it is not set up and where to read how, and nothing is called."""
    assert doctor.good() == [
        (
            "Slack: not set up; README.md says how: “Connect it to Slack” for one workspace, “Run it for many "
            "workspaces” for any that installs it"
        )
    ]
    assert slack.calls() == []
    readme = Path(__file__).resolve().parent.parent / "README.md"
    assert "\n## Connect it to Slack\n" in readme.read_text(encoding="utf-8")


def test_without_slack_nothing_of_slack_is_loaded(tmp_path: Path):
    """Slack's libraries take longer to load than all the rest, so who does not use Slack does not wait for them."""
    script = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--db', sys.argv[1], 'doctor'])\n"
        "finally:\n    print(sorted({'slack_sdk', 'slack_bolt', 'granian', 'yaml'} & set(sys.modules)))"
    )
    without = ["env", *(word for name in VARIABLES for word in ("-u", name))]
    command = [*without, sys.executable, "-c", script, str(tmp_path / "whylocked.db")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert printed.splitlines()[-1] == "[]"


def test_everything_set_up(doctor: Doctor, slack: FakeSlack):
    """The workspace, what is granted, and both ways to start; each token is sent only where it belongs."""
    good = doctor.good(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN, SIGNING_SECRET=SECRET)
    assert good == [WORKSPACE, GRANTED, SOCKET, HTTP]
    assert [(call.method, call.token) for call in slack.calls()] == [
        ("auth.test", BOT_TOKEN),
        ("apps.connections.open", APP_TOKEN),
    ]


def test_one_way_to_start_is_enough(doctor: Doctor):
    """Of Socket Mode and HTTP one may be missing, and the line says what it would take."""
    assert doctor.good(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN) == [WORKSPACE, GRANTED, SOCKET, NO_HTTP]


def test_http_alone_is_enough(doctor: Doctor, slack: FakeSlack):
    """With a signing secret and no app token nothing asks for a socket."""
    assert doctor.good(BOT_TOKEN=BOT_TOKEN, SIGNING_SECRET=SECRET) == [WORKSPACE, GRANTED, NO_SOCKET, HTTP]
    assert [call.method for call in slack.calls()] == ["auth.test"]


def test_a_bot_token_alone_lets_nothing_in(doctor: Doctor):
    """Without app token and signing secret both ways are named, each with its command."""
    ended = doctor(BOT_TOKEN=BOT_TOKEN)
    assert slack_lines(ended.out) == [WORKSPACE, GRANTED]
    (line,) = bad_lines(ended)
    assert line == (
        "Nothing from Slack can reach the bot: set SLACK_APP_TOKEN for whylocked socket, "
        "or SLACK_SIGNING_SECRET for whylocked serve."
    )


def test_without_a_bot_token_nothing_can_be_answered(doctor: Doctor):
    """The missing variable is named; what the app token opens is looked at all the same."""
    ended = doctor(APP_TOKEN=APP_TOKEN)
    assert slack_lines(ended.out) == [SOCKET, NO_HTTP]
    (line,) = bad_lines(ended)
    assert "SLACK_BOT_TOKEN" in line
    assert "xoxb-" in line


def test_swapped_tokens_are_told_before_any_call(doctor: Doctor, slack: FakeSlack):
    """Neither goes to Slack, and each line says where the other one belongs."""
    ended = doctor(BOT_TOKEN=APP_TOKEN, APP_TOKEN=BOT_TOKEN)
    bot, app = bad_lines(ended)
    assert bot.startswith("SLACK_BOT_TOKEN is no bot token, which begins with xoxb-")
    assert bot.endswith("an app token (xapp-) belongs in SLACK_APP_TOKEN.")
    assert app.startswith("SLACK_APP_TOKEN is no app token, which begins with xapp-")
    assert app.endswith("a bot token (xoxb-) belongs in SLACK_BOT_TOKEN.")
    assert slack.calls() == []


def test_a_token_that_slack_does_not_take(doctor: Doctor):
    """Which of the two it is stands before what Slack says of it."""
    ended = doctor(BOT_TOKEN="xoxb-old", APP_TOKEN="xapp-old")  # noqa: S106 - invented
    told = "Slack does not take the token; copy it again from the app's settings, or install the app again."
    assert bad_lines(ended) == [f"SLACK_BOT_TOKEN: {told}", f"SLACK_APP_TOKEN: {told}"]


def test_an_app_token_without_its_scope(doctor: Doctor, slack: FakeSlack):
    """No manifest can ask for the scope of an app token, so the line says where it is made."""
    slack.refuse("apps.connections.open", "missing_scope", needed="connections:write", provided="authorizations:read")
    assert bad_lines(doctor(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN)) == [
        "SLACK_APP_TOKEN lacks connections:write: generate another with it under Basic Information > App-Level Tokens."
    ]


def test_slack_out_of_reach(doctor: Doctor, slack: FakeSlack):
    """No network is one sentence a token; the rest is still told."""
    with create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
    ended = doctor(BOT_TOKEN=BOT_TOKEN, SIGNING_SECRET=SECRET, API_URL=address)
    (line,) = bad_lines(ended)
    assert line.startswith("SLACK_BOT_TOKEN: Slack cannot be reached")
    assert slack_lines(ended.out) == [NO_SOCKET, HTTP]
    assert slack.calls() == []


def test_missing_scopes_are_told_one_by_one(doctor: Doctor, slack: FakeSlack):
    """Each with what it is for and that the app has to be installed again: Slack grants at that moment only."""
    slack.scopes = tuple(scope for scope in SCOPES if scope not in {"commands", "im:history"})
    ended = doctor(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN)
    mend = "add it under OAuth & Permissions, then reinstall the app to the workspace."
    assert bad_lines(ended) == [
        f"Slack has not granted commands (the commands that begin with /whylocked, and the shortcuts): {mend}",
        f"Slack has not granted im:history (hearing direct messages to the bot): {mend}",
    ]
    assert slack_lines(ended.out) == [WORKSPACE, SOCKET, NO_HTTP]


def test_a_missing_optional_scope_is_no_failure(doctor: Doctor, slack: FakeSlack):
    """What does not work without it is said, and all is well."""
    slack.scopes = tuple(scope for scope in SCOPES if scope != "files:read")
    told = (
        "Slack has not granted files:read, which is optional; what does not work without it: "
        "reading an archive that is dropped into a direct message to the bot"
    )
    assert doctor.good(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN) == [WORKSPACE, GRANTED, told, SOCKET, NO_HTTP]


def test_needless_scopes_are_told(doctor: Doctor, slack: FakeSlack):
    """What the bot may do and never does can be taken away."""
    slack.scopes = (*SCOPES, "users:read.email", "channels:history")
    assert doctor.good(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN)[2] == (
        "Slack granted what nothing here needs, and what can be taken away under OAuth & Permissions: "
        "channels:history and users:read.email"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "three", "٣٠٠٠", "9" * 5000])
def test_a_port_that_is_none(doctor: Doctor, port: str):
    """A port is a number from 1 to 65535."""
    (line,) = bad_lines(doctor(BOT_TOKEN=BOT_TOKEN, SIGNING_SECRET=SECRET, PORT=port))
    assert line.startswith("PORT takes a number from 1 to 65535")


@pytest.mark.parametrize("port", ["1", "8080", "65535"])
def test_a_port_that_is_one(doctor: Doctor, port: str):
    """The port that requests will come in at is named."""
    assert f"on port {port};" in doctor.good(BOT_TOKEN=BOT_TOKEN, SIGNING_SECRET=SECRET, PORT=port)[-1]


def test_a_token_in_the_place_of_the_signing_secret(doctor: Doctor):
    """A token is no signing secret, and where the real one stands is said."""
    ended = doctor(BOT_TOKEN=BOT_TOKEN, SIGNING_SECRET=BOT_TOKEN)
    assert any("SLACK_SIGNING_SECRET holds a token" in line for line in bad_lines(ended))


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/api/", "http:///api/", "https://slack.com /api/"])
def test_an_address_where_nothing_can_be_called(doctor: Doctor, url: str):
    """What is no address is told as such, not as a Slack out of reach."""
    ended = doctor(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN, API_URL=url)
    assert ["SLACK_API_URL takes an address like" in line for line in bad_lines(ended)] == [True, True]


def test_a_slack_that_does_not_say_what_it_granted(doctor: Doctor, slack: FakeSlack):
    """Without a word of Slack's on permissions none is called missing."""
    slack.scopes = ()
    ended = doctor(BOT_TOKEN=BOT_TOKEN, APP_TOKEN=APP_TOKEN)
    assert bad_lines(ended) == []
    assert "Slack did not say what the app may do" in ended.out
