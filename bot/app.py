"""Composition root: reads the knowledge, opens the store, and puts the parts together. It alone knows everybody."""

from __future__ import annotations

from dataclasses import dataclass
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
from bot.words import Words, load


@dataclass(frozen=True, slots=True)
class App:
    """Everything a place where people ask needs.

    Attributes:
        words: as they are said in this place.
    """

    settings: Settings
    policy: Policy
    words: Words
    mind: Mind
    whylocked: Whylocked
    conversation: Conversation
    administration: Administration

    def of(self, team: str) -> App:  # noqa: ARG002
        """The program as it is in one workspace: by the workspace's own numbers, where it has some."""
        return self


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
    whylocked = Whylocked(Store(settings.db), policy, ways, words)
    conversation = Conversation(whylocked, LockAnswers(policy, advice, words), words, mind)
    return App(settings, policy, words, mind, whylocked, conversation, Administration(whylocked, words, mind.cues))


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
