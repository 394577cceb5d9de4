"""Composition root: reads the knowledge, opens the store, and puts the parts together. It alone knows everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.administration import Administration
from bot.advice import Advice, Ways
from bot.conversation import Conversation
from bot.errors import BadKnowledge, UserError
from bot.policy import Policy
from bot.replies.lock_answer import LockAnswers
from bot.settings import Settings
from bot.store import Store
from bot.understanding import Mind, read_mind
from bot.usecases import Whylocked
from bot.usecases.numbers import Kept, Numbers
from bot.words import Words, load

MOST_AT_HAND = 64
"""How many workspaces' programs are kept at hand; another is put together again in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a place where people ask needs, by the policy in force in one workspace.

    Attributes:
        policy: the policy's file, with the workspace's own numbers where it has some.
        words: as they are said in this place.
        by: the same program by what is kept of a workspace's own numbers.
        forget: what is at hand of workspaces' own numbers is not any more.
    """

    settings: Settings
    policy: Policy
    words: Words
    mind: Mind
    whylocked: Whylocked
    conversation: Conversation
    administration: Administration
    by: Callable[[Kept | None], App]
    forget: Callable[[], None]

    def of(self, team: str) -> App:
        """The program as it is in one workspace: by the workspace's own numbers, where it has some.

        Raises:
            UserError: the store is out of reach.
        """
        return self.by(self.whylocked.numbers.kept(team))


def compose(settings: Settings, *, in_slack: bool = False) -> App:
    """The whole program over one store and one knowledge folder.

    Args:
        in_slack: whether people ask in Slack, where some things are said otherwise than in a terminal.

    Raises:
        BadKnowledge: a file of the knowledge cannot be used; names the file and the key.
        UserError: the user's data folder cannot be made.
    """
    folder = settings.knowledge
    words = Words(folder).in_slack() if in_slack else Words(folder)
    policy = load(folder, "policy.toml", Policy)
    advice = load(folder, "advice.toml", Advice)
    ways = load(folder, "ways.toml", Ways)
    mind = read_mind(folder)
    _know_their_sources(policy, advice, ways)
    if settings.default_db:
        _make_room(settings.db)
    store = Store(settings.db)
    numbers = Numbers(store, policy)

    @lru_cache(MOST_AT_HAND)
    def by(kept: Kept | None) -> App:
        here = numbers.in_force(kept).policy
        whylocked = Whylocked(store, here, ways, words, policy, settings.keeping)
        conversation = Conversation(whylocked, LockAnswers(here, advice, words), words, mind, settings.reached)
        administration = Administration(whylocked, words, mind.cues)
        return App(settings, here, words, mind, whylocked, conversation, administration, by, by.cache_clear)

    return by(None)


def _make_room(db: Path) -> None:
    """The folder for a store whose place nobody chose."""
    try:
        db.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("store_cannot_open", path=str(db)) from error


def _know_their_sources(policy: Policy, advice: Advice, ways: Ways) -> None:
    """Advice and ways may name the policy's sources and those that ways.toml adds; the models cannot see that alone."""
    known = set(policy.sources) | set(ways.sources)
    for file, section, rules in (
        ("advice.toml", "tips", advice.tips),
        ("advice.toml", "statements", advice.statements),
        ("ways.toml", "ways", ways.ways),
        ("ways.toml", "rules", ways.rules),
    ):
        for key, rule in rules.items():
            if rule.source not in known:
                raise BadKnowledge(file, f"{section}.{key}.source", f"no [sources.{rule.source}] says what that is")
