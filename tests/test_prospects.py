"""The member this is made for: ten prospects of ten kinds, and how few of the bot's own questions settle them."""

from __future__ import annotations

from typing import ClassVar

from conftest import ME, NOW, ago, archive, invited, keep, messages, state, ties, unknown, url_of, whole_archive

from bot.archive.rows import Correspondent, Direction
from bot.people import Target, TargetStatus
from bot.store import Who
from bot.usecases import Whylocked
from bot.usecases.answer import Answer
from bot.verdict import State, Verdict

BOB, CAT = Who("T1", "U2"), Who("T1", "U3")


class Salesman:
    """A member with 800 connections, Sales Navigator and yesterday's archive, who answers what the bot asks."""

    SHARED: ClassVar[dict[str, str]] = {
        "Ivo Sent": "3", "Rosa Received": "0", "Carl Correspondent": "5", "Nils Newcomer": "0", "Una Unlisted": "2",
        "Udo Unknown": "0",
    }  # fmt: skip

    def __init__(self, whylocked: Whylocked) -> None:
        self.whylocked = whylocked
        self.asked: list[str] = []
        state(whylocked, account_type="Sales Navigator", url=url_of("Sal Seller"))
        known = ["Bob Ray", "Cat Poe", "Fay First", *(f"Contact {number}" for number in range(797))]
        rows = [invited("Ivo Sent", Direction.SENT, ago(17).date()), invited("Rosa Received", Direction.RECEIVED)]
        wrote = [Correspondent("Carl Correspondent", url_of("Carl Correspondent"), 2, ago(5).date())]
        sent = messages(*(ago(hours / 5) for hours in range(5, 45)), to=wrote)
        keep(
            whylocked.store,
            ME,
            whole_archive(name="Sal Seller", connections=ties(*known), invitations=rows, messages=sent),
        )
        for who, name, share, contacts in (
            (BOB, "Bob Ray", "names", ["Sal Seller", "Noa Named"]),
            (CAT, "Cat Poe", "count", ["Sal Seller", "Cleo Counted"]),
            (Who("T1", "U4"), "Max Member", "count", ["Contact 1", "Contact 2"]),
        ):
            state(whylocked, who, name=name, url=url_of(name), share_network=share)
            keep(whylocked.store, who, archive(connections=ties(*contacts)))
        state(whylocked, Who("T1", "U5"), name="Nils Newcomer", url=url_of("Nils Newcomer"))

    def prospects(self) -> list[Target]:
        """Ten prospects of ten kinds, as the bot finds them."""
        people = {each.name: each for each in self.whylocked.people(ME).persons}
        known = [
            "Fay First", "Ivo Sent", "Rosa Received", "Carl Correspondent", "Noa Named", "Max Member", "Nils Newcomer",
        ]  # fmt: skip
        return [
            *(Target(TargetStatus.FOUND, name, url=people[name].url, person=people[name]) for name in known),
            unknown("Cleo Counted"),
            unknown("Una Unlisted", url_of("Una Unlisted")),
            unknown("Udo Unknown"),
        ]

    def settle(self, target: Target, most: int) -> Answer:
        """Ask about one prospect, and answer the bot's own question as long as it has one, at most so often."""
        answer = self.whylocked.ask(ME, target, NOW)
        for _ in range(most):
            if answer.verdict is not Verdict.UNSURE or answer.ask is None:
                break
            self.asked.append(answer.ask)
            if answer.ask == "shared_connections":
                self.whylocked.state_shared(ME, target, self.SHARED[target.typed], NOW)
            else:
                assert answer.ask == "photo"
                state(self.whylocked, photo="yes")
            answer = self.whylocked.ask(ME, target, NOW)
        return answer


def test_ten_prospects(whylocked: Whylocked) -> None:
    """After at most two answers for each of ten prospects of all kinds, none is unsure; one is asked for once only."""
    salesman = Salesman(whylocked)
    before = [whylocked.ask(ME, target, NOW) for target in salesman.prospects()]
    assert {answer.ask for answer in before} == {"photo"}

    answers = {target.typed: salesman.settle(target, most=2) for target in salesman.prospects()}

    assert {name: answer.verdict for name, answer in answers.items()} == {
        "Fay First": Verdict.OPEN,
        "Ivo Sent": Verdict.OPEN,
        "Rosa Received": Verdict.LOCKED,
        "Carl Correspondent": Verdict.OPEN,
        "Noa Named": Verdict.OPEN,
        "Max Member": Verdict.OPEN,
        "Nils Newcomer": Verdict.LOCKED,
        "Cleo Counted": Verdict.OPEN,
        "Una Unlisted": Verdict.OPEN,
        "Udo Unknown": Verdict.LOCKED,
    }
    assert salesman.asked == ["photo"] + ["shared_connections"] * len(Salesman.SHARED)


def test_what_one_answer_settles(whylocked: Whylocked) -> None:
    """One answer settles whoever the workspace's networks reach; for the rest only shared connections are missing."""
    salesman = Salesman(whylocked)
    salesman.settle(salesman.prospects()[0], most=1)
    answers = {target.typed: whylocked.ask(ME, target, NOW) for target in salesman.prospects()}
    unsure = {name: answer for name, answer in answers.items() if answer.verdict is Verdict.UNSURE}
    assert unsure.keys() == Salesman.SHARED.keys()
    for answer in unsure.values():
        left = [finding.check for finding in answer.findings if finding.state is State.UNKNOWN]
        assert left == ["shared_connections"]
        assert answer.ask == "shared_connections"
