"""The words people read, from `knowledge/`: reasons, steps, questions, phrases. Placeholders are checked at start."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.errors import BadKnowledge, UserError
from bot.phrasing import InSlack, NumberNames, Phrases, Questions, Reason, Reasons, Steps, WithoutTable
from bot.policy import Knowledge
from bot.text import shown

_LONGEST = 2000
REASONS_OF = "reasons."
"""What a section of slack.toml begins with that holds the reasons of a check."""
BUILT_IN = Path(__file__).resolve().parent.parent / "knowledge"
"""The knowledge that comes with the package; another folder replaces it whole."""

Model = TypeVar("Model", bound=Knowledge)


class Words:
    """Every sentence, by code. Values put into one are cleaned first, so that a name can never change a sentence."""

    def __init__(self, folder: Path) -> None:
        self.reasons = load(folder, "reasons.toml", Reasons).reasons
        self.steps = load(folder, "steps.toml", Steps).steps
        self.questions = load(folder, "questions.toml", Questions).questions
        self.phrases = load(folder, "phrases.toml", Phrases).phrases
        self.numbers = load(folder, "numbers.toml", NumberNames).numbers
        self._in_slack = load(folder, "slack.toml", InSlack).in_slack
        self._replaces_phrases()
        if folder != BUILT_IN:
            self._fits(Words(BUILT_IN))

    def say(self, code: str, **fields: object) -> str:
        """The phrase `section.key` with its placeholders filled."""
        section, _, key = code.partition(".")
        return fill(self.phrases[section][key], fields)

    def error(self, error: UserError) -> str:
        """What went wrong, in the one sentence that is there for it."""
        return self.say(f"errors.{error.code}", **error.fields)

    def count(self, noun: str, number: int) -> str:
        """A number with its noun, as in "1 skill" and "3 skills"."""
        return self.say(f"counts.{noun}_{'one' if number == 1 else 'many'}", n=number)

    def in_slack(self) -> Words:
        """The words as they are said in Slack, where there is no command line and much can be pressed."""
        there = copy(self)
        there.phrases = {
            section: {**phrases, **self._in_slack.get(section, {})} for section, phrases in self.phrases.items()
        }
        there.reasons = {
            check: {name: self._reason_in_slack(check, name, reason) for name, reason in reasons.items()}
            for check, reasons in self.reasons.items()
        }
        return there

    def _reason_in_slack(self, check: str, name: str, reason: Reason) -> Reason:
        said = self._in_slack.get(f"{REASONS_OF}{check}", {}).get(name)
        return reason if said is None else reason.model_copy(update={"say": said})

    def listed(self, parts: list[str]) -> str:
        """Parts as a list in words: "a", "a and b", "a, b and c"."""
        if len(parts) < 2:  # noqa: PLR2004 - one part needs no joining
            return "".join(parts)
        return self.say("counts.and", first=", ".join(parts[:-1]), last=parts[-1])

    def entries(self) -> dict[tuple[str, str], str]:
        """Every text by its file and key."""
        found = self._reasons()
        for name, step in self.steps.items():
            found["steps.toml", f"steps.{name}.say"] = step.say
            found["steps.toml", f"steps.{name}.thing"] = step.thing or ""
        for name, question in self.questions.items():
            found["questions.toml", f"questions.{name}.say"] = question.say
            found["questions.toml", f"questions.{name}.answer"] = question.answer
            found["questions.toml", f"questions.{name}.beside_buttons"] = question.beside_buttons or ""
        for path, number in self.numbers.items():
            said = {"group": number.group, "shows": number.shows, "name": number.name}
            found |= {("numbers.toml", f"{path}.{key}"): text for key, text in said.items()}
        for section, phrases in self.phrases.items():
            for name, phrase in phrases.items():
                found["phrases.toml", f"{section}.{name}"] = phrase
        for section, phrases in self._in_slack.items():
            for name, phrase in phrases.items():
                found["slack.toml", f"{section}.{name}"] = phrase
        return found

    def _reasons(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for check, reasons in self.reasons.items():
            for name, reason in reasons.items():
                found["reasons.toml", f"{check}.{name}.say"] = reason.say
                found["reasons.toml", f"{check}.{name}.short"] = reason.short or ""
        return found

    def _replaces_phrases(self) -> None:
        """What Slack says otherwise stands in the place of a sentence, and names no more than it."""
        for section, phrases in self._in_slack.items():
            check = section.removeprefix(REASONS_OF)
            known = self.phrases.get(section, {})
            if check != section:
                known = {name: reason.say for name, reason in self.reasons.get(check, {}).items()}
            for name, phrase in phrases.items():
                key = f"{section}.{name}"
                if name not in known:
                    raise BadKnowledge("slack.toml", key, "there is no such sentence to say otherwise")
                unknown = placeholders(phrase, "slack.toml", key) - placeholders(known[name], section, name)
                if unknown:
                    raise BadKnowledge("slack.toml", key, f"nothing fills in {{{min(unknown)}}}")

    def _fits(self, built_in: Words) -> None:
        """Every sentence the code asks for is there, and names only what the code fills in."""
        own = self.entries()
        for (file, key), text in built_in.entries().items():
            if (file, key) not in own:
                raise BadKnowledge(file, key, "it is missing")
            unknown = placeholders(own[file, key], file, key) - placeholders(text, file, key)
            if unknown:
                raise BadKnowledge(file, key, f"nothing fills in {{{min(unknown)}}}")
        for file, key in own:
            if (file, key) not in built_in.entries():
                raise BadKnowledge(file, key, "nothing uses it")


def load(folder: Path, file: str, model: type[Model]) -> Model:
    """One file of the knowledge, validated.

    Raises:
        BadKnowledge: it is missing, not TOML, or does not fit the model; names the file and the key.
    """
    try:
        data = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadKnowledge(file, "", f"it cannot be read in {folder}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadKnowledge(file, "", f"it is not TOML: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        path = [str(part) for part in first["loc"]]
        key = ".".join(path[1:] if issubclass(model, WithoutTable) else path)
        problem = first["msg"].removeprefix("Value error, ")
        raise BadKnowledge(file, key, problem) from error


def placeholders(text: str, file: str = "", key: str = "") -> set[str]:
    """The names in curly braces of a sentence.

    Raises:
        BadKnowledge: the braces do not match, or name more than a plain word.
    """
    try:
        parsed = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise BadKnowledge(file, key, f"its curly braces do not match: {error}") from error
    names = {str(name) for _, name, _, _ in parsed}
    for _, name, spec, conversion in parsed:
        if spec or conversion:
            raise BadKnowledge(file, key, f"{{{name}}} takes nothing behind its name")
    for name in names:
        if not name.isidentifier():
            raise BadKnowledge(file, key, f"{{{name}}} is no plain name")
    return names


def fill(text: str, fields: Mapping[str, object]) -> str:
    """The sentence with each placeholder filled: days as "14 Nov 2026", text cleaned and cut."""
    return text.format_map({key: _written(value) for key, value in fields.items()})


def day(value: date) -> str:
    """A day as people write it: 14 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return f"{day(value)}, {value:%H:%M} UTC"
    if isinstance(value, date):
        return day(value)
    text = str(value)
    # A part of a sentence may begin with the space that joins it; of a name's spaces none is left but those inside.
    return (" " if text.startswith(" ") else "") + shown(text, _LONGEST)
