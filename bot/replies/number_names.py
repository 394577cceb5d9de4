"""What the numbers of a policy are called, and which one is meant by what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.errors import UserError
from bot.own_numbers import Number, PathTo, numbers_of
from bot.phrasing import NumberName
from bot.policy import AccountType, Policy
from bot.text import clean, fold
from bot.words import Words, fill

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_IN_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+")
_BY_ACCOUNT = "account_types"
_LIKE = 4
"""How many names are offered for one that nobody knows."""


class NumberNames:
    """The numbers that a workspace may change, by what people call them."""

    def __init__(self, words: Words, policy: Policy) -> None:
        self._words = words
        self._policy = policy
        self._numbers = numbers_of(policy)

    def called(self, path: PathTo) -> str:
        """A number in a few words; one that has no name is called by its place."""
        entry = self.entry(path)
        return path if entry is None else fill(entry.name, {"plan": self._plan(path)})

    def in_full(self, path: PathTo) -> str:
        """A number in a few words, with its place in the policy."""
        name = self.called(path)
        return name if name == path else self._words.say("numbers.in_full", name=name, path=path)

    def group(self, path: PathTo) -> str:
        """What a number stands under in a list of all."""
        entry = self.entry(path)
        return self._words.say("numbers.others") if entry is None else entry.group

    def standing(self, paths: Sequence[PathTo], value: int) -> str:
        """How numbers stand in a list of all that are the same for several plans."""
        entry = self.entry(paths[0])
        if entry is None:
            return self._words.say("numbers.value", name=paths[0], number=value)
        return fill(entry.shows, {"plan": self._words.listed([self._plan(path) for path in paths]), "n": value})

    def meant(self, typed: str) -> PathTo:
        """The number that is called so.

        Raises:
            UserError: none is; offers those that come near.
        """
        wanted = _plain(typed).removeprefix("the ").removesuffix(" to")
        for path, number in self._numbers.items():
            if wanted in self._typed(path, number):
                return path
        words = set(wanted.split())
        like = [self.called(path) for path, number in self._numbers.items() if self._comes_near(path, number, words)]
        text = clean(typed)[:80]
        if words and like:
            raise UserError("number_like", text=text, names=", ".join(like[:_LIKE]))
        raise UserError("number_unknown", name=text)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within it, what is wrong with a number calls it by its name."""
        try:
            yield
        except UserError as error:
            raise self.named(error) from None

    def named(self, error: UserError, *, brief: bool = False) -> UserError:
        """What is wrong with a number, calling it by its name, and by its place unless it is to be brief."""
        path = str(error.fields.get("name", ""))
        if path not in self._numbers:
            return error
        name = self._words.say("numbers.brief", name=self.called(path)) if brief else self.in_full(path)
        return UserError(error.code, **{**error.fields, "name": name})

    def whole(self, path: PathTo, raw: str) -> int | None:
        """What is given for a number; None for its default.

        Raises:
            UserError: it is no whole number.
        """
        text = raw.rstrip(".;,").removesuffix("%")
        if text.casefold() == "default":
            return None
        digits = text.replace(",", "") if _IN_THOUSANDS.fullmatch(text) else text
        if not _WHOLE.fullmatch(digits):
            raise UserError("number_whole", name=path, text=raw[:40])
        return int(digits)

    def _comes_near(self, path: PathTo, number: Number, words: set[str]) -> bool:
        return any(words <= set(each.split()) for each in self._typed(path, number))

    def _typed(self, path: PathTo, number: Number) -> set[str]:
        entry = self.entry(path)
        texts = [path] if entry is None else [path, entry.name, *entry.typed]
        account = self._account(number)
        plans = [""] if account is None else [account.name, *account.aliases, number.rule[-1]]
        return {_plain(text.replace("{plan}", plan)) for text in texts for plan in plans}

    def entry(self, path: PathTo) -> NumberName | None:
        """What knowledge/numbers.toml says of a number; None where it says nothing."""
        number = self._numbers.get(path)
        return None if number is None else self._words.numbers.get(_pattern(number))

    def _plan(self, path: PathTo) -> str:
        account = self._account(self._numbers[path])
        return "" if account is None else account.name

    def _account(self, number: Number) -> AccountType | None:
        """The account type that a number is about, if it is about one."""
        first, *key = number.rule
        return self._policy.account_types[key[0]] if first == _BY_ACCOUNT else None


def _pattern(number: Number) -> str:
    """A number's place with `*` for the account type."""
    first = number.rule[0]
    return f"{first}.*.{number.name}" if first == _BY_ACCOUNT else number.path


def _plain(text: str) -> str:
    return fold(text.replace("_", " "))
