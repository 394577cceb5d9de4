"""The knowledge: every code has words, every word a use, every placeholder a value; bad knowledge stops the start."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from bot.archive.rows import Kind
from bot.checks import DETAIL, EVIDENCE, REASONS
from bot.errors import BadKnowledge
from bot.policy import Policy
from bot.replies import auditing
from bot.replies.leaving import COUNTED
from bot.words import BUILT_IN, Words, load, placeholders

BOT = Path(__file__).resolve().parent.parent / "bot"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(BOT.rglob("*.py")))
# What bot/replies/say.py makes of evidence and detail, by check.
IN_WORDS = {
    "ban": {"since_words", "reason_words", "account_words"},
    "restriction": {"since_words", "reason_words", "account_words"},
    "message_volume": {"frees_words", "busiest_words", "repeats_words", "sent_words", "assumed_words"},
    "connection_count": {"need_words", "account_name"},
    "profile": {"missing_words", "also_words", "unknown_words"},
    "shared_connections": {"shared_words", "name"},
}


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(BUILT_IN)


def test_every_reason_has_words_and_no_words_are_left_over(words: Words):
    """The reason codes of the checks and the entries of reasons.toml are the same."""
    assert sorted(f"{check}.{name}" for check, named in words.reasons.items() for name in named) == sorted(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_names_only_what_its_check_fills_in(code: str, words: Words):
    """Only a check's evidence and detail can reach a person: that is the privacy gate."""
    check, _, name = code.partition(".")
    reason = words.reasons[check][name]
    allowed = set(EVIDENCE[check]) | set(DETAIL[check]) | IN_WORDS[check]
    assert placeholders(reason.say) | placeholders(reason.short or "") <= allowed


def test_every_pass_has_short_words(words: Words):
    """What was found fine is said in one line, so each pass has a few words for it."""
    passes = {
        "none_recorded", "recorded_good", "banned", "ended", "left", "near", "enough", "enough_for_any", "complete",
        "connected", "some", "at_least",
    }  # fmt: skip
    short = {
        f"{check}.{name}"
        for check, named in words.reasons.items()
        for name, reason in named.items()
        if reason.short is not None
    }
    assert short == {
        code
        for code in REASONS
        if code.partition(".")[2] in passes and code not in {"ban.banned", "message_volume.near"}
    }


def test_every_step_of_a_plan_has_words_and_no_step_is_left_over(words: Words):
    """The steps that plans are made of and the entries of steps.toml are the same."""
    source = (BOT / "usecases" / "plan.py").read_text(encoding="utf-8")
    named = set(re.findall(r'_Move\(\s*"([a-z_]+)"', source))
    named |= {step for step, _ in re.findall(r'\("([a-z_]+)", "([a-z_]+)"\),\n', source)}
    assert set(words.steps) == named


def test_every_phrase_is_used(words: Words):
    """No sentence waits in phrases.toml that nothing says, and every code in the program has its sentence."""
    said = set(re.findall(r'UserError\(\s*"([a-z_]+)"', SOURCE)) | {"bad_knowledge", "unexpected_in_slack"}
    said |= {code for pair in re.findall(r'"(store_[a-z_]+)" if .*? else "(store_[a-z_]+)"', SOURCE) for code in pair}
    said |= set(re.findall(r': "((?:re)?store_[a-z_]+)"', SOURCE))
    codes = set(re.findall(r"""sa(?:y|id)\(\s*["']([a-z_]+\.[a-z_]+)["']""", SOURCE))
    codes |= set(re.findall(r': "([a-z_]+\.[a-z_]+)",', SOURCE))
    codes |= set(re.findall(r'= "([a-z_]+\.[a-z_]+)"', SOURCE)) | set(re.findall(r'else "([a-z_]+\.[a-z_]+)"', SOURCE))
    codes |= set(re.findall(r'"([a-z_]+\.[a-z_]+)" if', SOURCE))
    codes = {code for code in codes if code.partition(".")[0] in words.phrases} - set(REASONS)
    starts = set(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', SOURCE)) - {"counts.", "errors."}
    counted = set(re.findall(r'count\(\s*"([a-z_]+)"', SOURCE)) | {
        "people",
        "enough",
        "skills",
        "schools",
        *Kind,
        "nameless",
        "drafts",
        "sponsored",
        "unreadable",
        *COUNTED.values(),
        *auditing.COUNTED.values(),
    }
    unused = [
        f"{section}.{key}"
        for section, phrases in words.phrases.items()
        for key in phrases
        if f"{section}.{key}" not in codes
        and not f"{section}.{key}".startswith(tuple(starts))
        and not (section == "errors" and key in said)
        and not (section == "counts" and key.rpartition("_")[0] in counted)
    ]
    missing = [code for code in said if code not in words.phrases["errors"]]
    missing += [code for code in codes if code.partition(".")[2] not in words.phrases[code.partition(".")[0]]]
    assert (unused, missing) == ([], [])


def _copy(folder: Path) -> Path:
    shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def _change(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")


def _start(folder: Path) -> None:
    Words(folder)
    load(folder, "policy.toml", Policy)


BAD = [
    ("policy.toml", "limit = 500", 'limit = "many"', "policy.toml, message_volume.limit"),
    ("policy.toml", "limit = 500", "limit = 0", "policy.toml, message_volume.limit"),
    ("policy.toml", "limit = 500", "limit = 500\nextra = 1", "policy.toml, message_volume.extra"),
    ("policy.toml", 'version = "2026.1"', "", "policy.toml, version"),
    ("policy.toml", "minimum = 3", "minimum = -1", "policy.toml, profile.requirements.skills.minimum"),
    ("policy.toml", 'source = "outreach_guides"', 'source = "nobody"', "no [sources.nobody]"),
    ("policy.toml", '"sales nav"', '"free"', "“free” already means basic"),
    ("policy.toml", "[account_types.basic]", "[account_types.basic", "policy.toml: it is not TOML"),
    ("steps.toml", 'effort = "minutes"', 'effort = "years"', "steps.toml, steps.add_photo.effort"),
    (
        "questions.toml",
        "{name}'s",
        "{who}'s",
        "questions.toml, questions.shared_connections.say: nothing fills in {who}",
    ),
    ("reasons.toml", "[ban.banned]", "[ban.barred]", "reasons.toml, ban.banned.say: it is missing"),
    ("reasons.toml", "of {limit} the policy allows", "of {limit the policy", "curly braces"),
    ("reasons.toml", "of {limit} the", "of {limit.__class__} the", "is no plain name"),
    ("phrases.toml", "self = ", "selves = ", "phrases.toml, target.self: it is missing"),
    ("phrases.toml", "pick = ", 'pock = "?"\npick = ', "phrases.toml, target.pock: nothing uses it"),
    ("phrases.toml", 'skills_one = "1 skill"', "skills_one = 1", "phrases.toml, counts.skills_one"),
]


@pytest.mark.parametrize(("file", "before", "after", "said"), BAD, ids=[f"{row[0]}: {row[2][:30]}" for row in BAD])
def test_bad_knowledge_names_file_and_key(file: str, before: str, after: str, said: str, tmp_path: Path):
    """Each kind of mistake in a replaced knowledge folder is one sentence with the file and the key."""
    folder = _copy(tmp_path / "knowledge")
    _change(folder, file, before, after)
    with pytest.raises(BadKnowledge) as caught:
        _start(folder)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path):
    """A folder replaces the knowledge whole, so a file that it lacks stops the start."""
    folder = _copy(tmp_path / "knowledge")
    (folder / "steps.toml").unlink()
    with pytest.raises(BadKnowledge, match=r"steps\.toml: it cannot be read"):
        Words(folder)


def test_a_changed_sentence_and_number_are_taken(tmp_path: Path):
    """Another number and other words for it need no code."""
    folder = _copy(tmp_path / "knowledge")
    _change(folder, "policy.toml", "connections_needed = 15", "connections_needed = 99")
    _change(folder, "phrases.toml", "Bye.", "Tot ziens.")
    assert load(folder, "policy.toml", Policy).account_types["basic"].connections_needed == 99
    assert Words(folder).say("chat.bye") == "Tot ziens."


def test_every_toml_file_is_read():
    """No file lies in knowledge/ that nothing reads."""
    assert {path.name for path in BUILT_IN.glob("*.toml")} == set(re.findall(r'"([a-z]+\.toml)"', SOURCE)) & {
        path.name for path in BUILT_IN.iterdir()
    }
    for path in BUILT_IN.glob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))
