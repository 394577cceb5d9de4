"""Who handles appeals and where: typed by administrators, in a form, and what the channel is told."""

from __future__ import annotations

import json

import pytest
from conftest import ME, NOW, ago
from fake_slack import FakeSlack
from signed import Member, labels, said_in

from bot.listeners.clerk import tick
from bot.replies.limits import view_problems
from bot.slack_app import SlackApp
from bot.store.cards import Place
from bot.store.roles import Office
from bot.usecases.reviewing import Changes
from bot.appeals import Action
from bot.usecases.appealed import Filing
from bot.appeals import Case

STATEMENT = "I sent one message to three colleagues by mistake, and I write to each of them on their own now."


def test_draft(me: Member, slack: FakeSlack, bot: SlackApp):
    slack.user("U1", "Ann", is_admin=True, team_id="T1")
    print(said_in(me.command("help", command="/whylocked-admin").__dict__) if 0 else "")
    def admin(text):
        n = len([c for c in slack.calls() if c.method.startswith("/response/")])
        me.command(text, command="/whylocked-admin")
        m = me.responded(n + 1)
        print(">>>", text); print(said_in(m)); print(labels(m)); return m
    m = admin("")
    admin("channel")
    admin("channel <#C9|reviews>")
    admin("reviewers <@U5|ann>, <@U6> and <@U7>")
    admin("reviewers bob")
    admin("admins <@U8>")
    admin("channel reviews")
    filed = bot.desk.app.whylocked.appealing.file(ME, Filing(STATEMENT, Case.RESTRICTION, "spam", ago(5).date()), NOW)
    tick(bot.desk)
    for c in slack.calls("chat.postMessage"):
        print(c.body["channel"], c.body["text"], labels(c.body)); print(json.dumps(json.loads(c.body["blocks"]) if isinstance(c.body["blocks"], str) else c.body["blocks"])[:1500])
    card = slack.calls("chat.postMessage")[-1].body
    me.of("U5").presses(card, "Ask the member")
    v = me.opened()
    print(json.dumps(v, indent=1)[:1500]); print(view_problems(v))
    print(me.of("U5").submits(v, note="Which colleagues?").body)
    me.presses(card, "LinkedIn accepted"); print(json.dumps(me.opened(2))[:1500])
    me.of("U12").presses(card, "LinkedIn accepted"); print(json.dumps(me.opened(3))[:1500])
    me.of("U6").presses(card, "LinkedIn rejected"); v=me.opened(4); print(json.dumps(v)[:1500]); print(view_problems(v))
    import time; time.sleep(1)
    for c in slack.calls("chat.update"):
        print(c.body["channel"], c.body["text"])
    for c in slack.calls("chat.postMessage"):
        print(c.body["channel"], c.body["text"], labels(c.body))
    assert 0
