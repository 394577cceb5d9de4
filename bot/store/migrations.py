"""The schema, step by step. A step that has landed is never edited: a change is a new step below it.

Every table is STRICT and keyed by workspace (`team`); what is a member's also by `user`, and goes with the member.
Days are `YYYY-MM-DD`, moments are ISO 8601 in UTC, except `sent_messages.sent_at`, which is epoch seconds.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.companies import company_key
from bot.people import words_of

MIGRATIONS = Migrations("whylocked")

_OWNER = "team TEXT NOT NULL, user TEXT NOT NULL"
_BELONGS = "FOREIGN KEY (team, user) REFERENCES members (team, user) ON DELETE CASCADE"


@MIGRATIONS(name="0001_members")
def _members(db: Database) -> None:
    """Members, what they stated, what their archives say of them, what is recorded of their account."""
    db.execute(
        f"""CREATE TABLE members ({_OWNER}, name TEXT, name_key TEXT, url TEXT,
            share TEXT NOT NULL DEFAULT 'count' CHECK (share IN ('names', 'count', 'off')),
            PRIMARY KEY (team, user)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX members_by_url ON members (team, url)")
    db.execute(
        f"""CREATE TABLE statements ({_OWNER}, field TEXT NOT NULL, value TEXT NOT NULL, stated_at TEXT NOT NULL,
            PRIMARY KEY (team, user, field), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE archive_facts ({_OWNER}, field TEXT NOT NULL, value TEXT NOT NULL, as_of TEXT NOT NULL,
            kind TEXT NOT NULL, PRIMARY KEY (team, user, field), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE standings ({_OWNER}, kind TEXT NOT NULL CHECK (kind IN ('good', 'restricted', 'banned')),
            reason TEXT, since TEXT, until TEXT, basis TEXT NOT NULL, recorded_at TEXT NOT NULL,
            PRIMARY KEY (team, user), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0002_network")
def _network(db: Database) -> None:
    """What archives hold of other people: no texts, no addresses."""
    db.execute(
        f"""CREATE TABLE archive_kinds ({_OWNER}, kind TEXT NOT NULL, as_of TEXT NOT NULL,
            PRIMARY KEY (team, user, kind), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE connections (id INTEGER PRIMARY KEY, {_OWNER}, name TEXT NOT NULL, name_key TEXT NOT NULL,
            url TEXT, company TEXT, position TEXT, connected_on TEXT, {_BELONGS}) STRICT"""
    )
    db.execute("CREATE INDEX connections_by_member ON connections (team, user, url)")
    db.execute("CREATE INDEX connections_by_url ON connections (team, url, user)")
    db.execute("CREATE INDEX connections_by_name ON connections (team, name_key)")
    db.execute(
        f"""CREATE TABLE invitations (id INTEGER PRIMARY KEY, {_OWNER}, name TEXT NOT NULL, name_key TEXT NOT NULL,
            url TEXT, direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')), sent_on TEXT,
            {_BELONGS}) STRICT"""
    )
    db.execute("CREATE INDEX invitations_by_member ON invitations (team, user)")
    db.execute(
        f"""CREATE TABLE correspondents (id INTEGER PRIMARY KEY, {_OWNER}, name TEXT NOT NULL,
            name_key TEXT NOT NULL, url TEXT, sent INTEGER NOT NULL, last_sent TEXT, received INTEGER NOT NULL,
            last_received TEXT, {_BELONGS}) STRICT"""
    )
    db.execute("CREATE INDEX correspondents_by_member ON correspondents (team, user)")
    db.execute(
        f"""CREATE TABLE sent_messages ({_OWNER}, sent_at INTEGER NOT NULL, repeated INTEGER NOT NULL,
            {_BELONGS}) STRICT"""
    )
    db.execute("CREATE INDEX sent_by_member ON sent_messages (team, user, sent_at, repeated)")
    db.execute(
        f"""CREATE TABLE stated_shared ({_OWNER}, person TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
            url TEXT, shared INTEGER NOT NULL, stated_at TEXT NOT NULL,
            PRIMARY KEY (team, user, person), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0003_answers")
def _answers(db: Database) -> None:
    """What was answered, what the member said of it, and where each conversation stands."""
    db.execute(
        f"""CREATE TABLE diagnoses ({_OWNER}, id TEXT NOT NULL, asked_at TEXT NOT NULL, policy TEXT NOT NULL,
            as_of TEXT, verdict TEXT NOT NULL, target_name TEXT, target_url TEXT, findings TEXT NOT NULL,
            PRIMARY KEY (team, id), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX diagnoses_by_member ON diagnoses (team, user, asked_at)")
    db.execute(
        f"""CREATE TABLE padlock_answers ({_OWNER}, diagnosis TEXT NOT NULL, padlock INTEGER NOT NULL,
            answered_at TEXT NOT NULL, PRIMARY KEY (team, diagnosis), {_BELONGS},
            FOREIGN KEY (team, diagnosis) REFERENCES diagnoses (team, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE threads ({_OWNER}, thread TEXT NOT NULL, turn TEXT NOT NULL, ends_at TEXT NOT NULL,
            PRIMARY KEY (team, user, thread), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0004_deliveries")
def _deliveries(db: Database) -> None:
    """What Slack delivered, and which conversations have ended, found without reading all of them."""
    db.execute(
        """CREATE TABLE deliveries (team TEXT NOT NULL, delivery TEXT NOT NULL, marked_at TEXT NOT NULL,
            PRIMARY KEY (team, delivery)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX deliveries_by_age ON deliveries (marked_at)")
    db.execute("CREATE INDEX threads_by_end ON threads (team, ends_at)")


@MIGRATIONS(name="0005_names")
def _names(db: Database) -> None:
    """The words of every name that rows hold of other people, and the companies, so that neither is searched for.

    `known_words` counts the names of a workspace that have a word; triggers keep the count, because what belongs to a
    member who is deleted goes by itself.
    """
    db.execute(
        f"""CREATE TABLE name_words ({_OWNER}, word TEXT NOT NULL, name_key TEXT NOT NULL,
            PRIMARY KEY (team, user, word, name_key), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE companies ({_OWNER}, company TEXT NOT NULL,
            PRIMARY KEY (team, user, company), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE known_words (team TEXT NOT NULL, letters INTEGER NOT NULL, word TEXT NOT NULL,
            names INTEGER NOT NULL, PRIMARY KEY (team, letters, word)) STRICT, WITHOUT ROWID"""
    )
    for team, user in db.execute("SELECT team, user FROM members").fetchall():
        keys = db.execute(
            " UNION ".join(
                f"SELECT name_key FROM {table} WHERE team = :team AND user = :user"
                for table in ("connections", "invitations", "correspondents", "stated_shared")
            ),
            {"team": team, "user": user},
        ).fetchall()
        words = sorted((team, user, word, key) for (key,) in keys for word in words_of(key))
        db.conn.executemany("INSERT INTO name_words VALUES (?, ?, ?, ?)", words)
        companies = db.execute(
            "SELECT company FROM connections WHERE team = ? AND user = ? AND company != ''", [team, user]
        ).fetchall()
        folded = sorted({(team, user, company.casefold()) for (company,) in companies})
        db.conn.executemany("INSERT INTO companies VALUES (?, ?, ?)", folded)
    db.execute("INSERT INTO known_words SELECT team, length(word), word, count(*) FROM name_words GROUP BY team, word")
    db.execute(
        """CREATE TRIGGER name_words_come AFTER INSERT ON name_words BEGIN
            INSERT INTO known_words VALUES (NEW.team, length(NEW.word), NEW.word, 1)
                ON CONFLICT DO UPDATE SET names = names + 1;
        END"""
    )
    db.execute(
        """CREATE TRIGGER name_words_go AFTER DELETE ON name_words BEGIN
            UPDATE known_words SET names = names - 1
             WHERE team = OLD.team AND letters = length(OLD.word) AND word = OLD.word;
            DELETE FROM known_words
             WHERE team = OLD.team AND letters = length(OLD.word) AND word = OLD.word AND names = 0;
        END"""
    )
    # A person is looked up by name and by URL in everything that may tell of them.
    db.execute("DROP INDEX connections_by_name")
    db.execute("CREATE INDEX connections_by_name ON connections (team, name_key, user)")
    for table in ("invitations", "correspondents"):
        db.execute(f"DROP INDEX {table}_by_member")
        db.execute(f"CREATE INDEX {table}_by_name ON {table} (team, user, name_key)")
        db.execute(f"CREATE INDEX {table}_by_url ON {table} (team, user, url)")
    db.execute("CREATE INDEX members_by_name ON members (team, name_key)")


@MIGRATIONS(name="0006_changes")
def _changes(db: Database) -> None:
    """What the last statement of each member replaced, so that it can be undone."""
    db.execute(
        f"""CREATE TABLE changes ({_OWNER}, number INTEGER NOT NULL, replaced TEXT NOT NULL, stated_at TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (team, user), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0007_traces")
def _traces(db: Database) -> None:
    """Workspaces of which a member has gone while the file may still hold traces: in its pages, or only in the log."""
    db.execute(
        """CREATE TABLE traces (team TEXT PRIMARY KEY, number INTEGER NOT NULL DEFAULT 1,
            lie_in TEXT NOT NULL DEFAULT 'pages' CHECK (lie_in IN ('pages', 'log'))) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0008_company_words")
def _company_words(db: Database) -> None:
    """The words of every company's name, so that who works at "Tarn" is found without reading a whole network."""
    db.execute(
        f"""CREATE TABLE employers ({_OWNER}, company TEXT NOT NULL, company_key TEXT NOT NULL,
            people INTEGER NOT NULL, PRIMARY KEY (team, user, company), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE company_words ({_OWNER}, word TEXT NOT NULL, company TEXT NOT NULL,
            PRIMARY KEY (team, user, word, company), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    rows = db.execute(
        "SELECT team, user, company, count(*) FROM connections WHERE company != '' GROUP BY team, user, company"
    ).fetchall()
    keyed = [(team, user, company, company_key(company), people) for team, user, company, people in rows]
    db.conn.executemany("INSERT INTO employers VALUES (?, ?, ?, ?, ?)", keyed)
    words = [(team, user, word, company) for team, user, company, key, _ in keyed for word in set(key.split())]
    db.conn.executemany("INSERT INTO company_words VALUES (?, ?, ?, ?)", sorted(words))
    db.execute("CREATE INDEX connections_by_company ON connections (team, user, company)")
    db.execute("CREATE INDEX connections_by_day ON connections (team, user, connected_on)")


@MIGRATIONS(name="0009_one_place_for_companies")
def _one_place_for_companies(db: Database) -> None:
    """`employers` tells all that `companies` told."""
    db.execute("DROP TABLE companies")


@MIGRATIONS(name="0010_standings_by_basis")
def _standings_by_basis(db: Database) -> None:
    """What an administrator recorded and what the member reports stand side by side; `lifted` is what a lifting lifted.

    `by` is who recorded it: a Slack user id, or "command line".
    """
    db.execute(
        f"""CREATE TABLE new_standings ({_OWNER}, basis TEXT NOT NULL CHECK (basis IN ('recorded', 'stated')),
            kind TEXT NOT NULL CHECK (kind IN ('good', 'restricted', 'banned')), reason TEXT, since TEXT, until TEXT,
            recorded_at TEXT NOT NULL, recorded_by TEXT, lifted TEXT, PRIMARY KEY (team, user, basis), {_BELONGS})
            STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """INSERT INTO new_standings (team, user, basis, kind, reason, since, until, recorded_at)
           SELECT team, user, basis, kind, reason, since, until, recorded_at FROM standings"""
    )
    db.execute("DROP TABLE standings")
    db.execute("ALTER TABLE new_standings RENAME TO standings")


@MIGRATIONS(name="0011_appeals")
def _appeals(db: Database) -> None:
    """Appeals with their history; of each case of a member at most one is open, whoever files it twice."""
    db.execute(
        f"""CREATE TABLE appeals ({_OWNER}, number INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('restriction', 'ban')),
            state TEXT NOT NULL CHECK (state IN ('submitted', 'needs_info', 'accepted', 'rejected', 'withdrawn')),
            statement TEXT NOT NULL, reason TEXT, noticed_on TEXT, diagnosis TEXT, basis TEXT NOT NULL,
            filed_at TEXT NOT NULL, changed_at TEXT NOT NULL, decided_on TEXT,
            PRIMARY KEY (team, number), {_BELONGS}) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX appeals_by_member ON appeals (team, user, number)")
    db.execute(
        "CREATE UNIQUE INDEX appeals_open ON appeals (team, user, kind) WHERE state IN ('submitted', 'needs_info')"
    )
    db.execute(
        f"""CREATE TABLE appeal_events ({_OWNER}, number INTEGER NOT NULL, place INTEGER NOT NULL, at TEXT NOT NULL,
            actor TEXT NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL, state TEXT NOT NULL, note TEXT,
            PRIMARY KEY (team, number, place), {_BELONGS},
            FOREIGN KEY (team, number) REFERENCES appeals (team, number) ON DELETE CASCADE) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX appeal_events_by_member ON appeal_events (team, user)")
    db.execute(
        """CREATE TABLE counters (team TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (team, name)) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0012_reviewing")
def _reviewing(db: Database) -> None:
    """Who administers and who reviews, where appeals are shown, and what their cards there show by now.

    A card outlives the member whose appeal it shows, so it holds nothing of the member's.
    """
    db.execute(
        f"""CREATE TABLE roles ({_OWNER}, role TEXT NOT NULL CHECK (role IN ('administrator', 'reviewer')),
            given_at TEXT NOT NULL, PRIMARY KEY (team, user, role)) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE settings (team TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (team, name)) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE cards (team TEXT NOT NULL, appeal INTEGER NOT NULL, channel TEXT, ts TEXT,
            wanted INTEGER NOT NULL DEFAULT 1, shown INTEGER NOT NULL DEFAULT 0, due_at TEXT NOT NULL,
            claimed_until TEXT, tries INTEGER NOT NULL DEFAULT 0, remind_at TEXT, reminded INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (team, appeal)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX cards_due ON cards (due_at) WHERE shown < wanted")
    db.execute("CREATE INDEX cards_to_remind ON cards (remind_at) WHERE remind_at IS NOT NULL")


@MIGRATIONS(name="0013_audit")
def _audit(db: Database) -> None:
    """What administrators, reviewers and the operator did. It outlives members: ids are replaced when one goes."""
    db.execute(
        """CREATE TABLE audit (id INTEGER PRIMARY KEY, team TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
            action TEXT NOT NULL, about TEXT, detail TEXT NOT NULL DEFAULT '{}') STRICT"""
    )
    db.execute("CREATE INDEX audit_by_team ON audit (team, id)")


@MIGRATIONS(name="0014_owed")
def _owed(db: Database) -> None:
    """Messages owed to members, written with what caused them and sent from here, so that a restart loses none."""
    db.execute(
        f"""CREATE TABLE owed ({_OWNER}, cause TEXT NOT NULL, kind TEXT NOT NULL, fields TEXT NOT NULL,
            owed_since TEXT NOT NULL, due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (team, user, cause)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX owed_due ON owed (due_at)")


@MIGRATIONS(name="0015_watches")
def _watches(db: Database) -> None:
    """Whom members want to be told of once nothing locks a message to them any more; `locked` is what still does."""
    db.execute(
        f"""CREATE TABLE watches ({_OWNER}, person TEXT NOT NULL, name TEXT, url TEXT, began_at TEXT NOT NULL,
            check_at TEXT NOT NULL, locked TEXT NOT NULL, PRIMARY KEY (team, user, person), {_BELONGS})
            STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX watches_due ON watches (check_at)")


@MIGRATIONS(name="0016_own_numbers")
def _own_numbers(db: Database) -> None:
    """A workspace's own numbers of the policy, whole for each of its versions."""
    db.execute(
        """CREATE TABLE own_numbers (team TEXT NOT NULL, version INTEGER NOT NULL, numbers TEXT NOT NULL,
            set_at TEXT NOT NULL, PRIMARY KEY (team, version)) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS(name="0017_visits")
def _visits(db: Database) -> None:
    """When a member was welcomed, and last opened the Home tab; and what a workspace was answered lately."""
    db.execute(
        f"""CREATE TABLE visits ({_OWNER}, welcomed_at TEXT, home_at TEXT, PRIMARY KEY (team, user))
            STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX diagnoses_by_day ON diagnoses (team, asked_at, verdict)")


@MIGRATIONS(name="0018_installations")
def _installations(db: Database) -> None:
    """The workspaces that the app is installed in, each with its tokens sealed, and what belongs to nobody yet.

    `team` is the workspace, or the organisation where the app is installed in a whole one. `oauth_states` are
    installations that somebody has begun, by digests; `requests` are digests of signatures that came lately.
    """
    db.execute(
        """CREATE TABLE installations (team TEXT PRIMARY KEY, enterprise TEXT, app TEXT NOT NULL,
            bot_user TEXT NOT NULL, bot_id TEXT NOT NULL, scopes TEXT NOT NULL, token TEXT NOT NULL,
            refresh_token TEXT, expires_at TEXT, installed_at TEXT NOT NULL, renewing_until TEXT, look_at TEXT NOT NULL)
            STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE oauth_states (state TEXT PRIMARY KEY, browser TEXT NOT NULL, ends_at TEXT NOT NULL)
            STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX oauth_states_by_end ON oauth_states (ends_at)")
    db.execute("CREATE TABLE requests (signature TEXT PRIMARY KEY, came_at INTEGER NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("CREATE INDEX requests_by_age ON requests (came_at)")


@MIGRATIONS(name="0019_departures")
def _departures(db: Database) -> None:
    """Workspaces that the app was removed from and whose data is still here, until `due_at`; and who is deactivated.

    `gone_members` and `gone_rows` count what has gone already. `gone_workspaces` are digests of the ids of those whose
    data went a short while ago. `absences` holds for each member when Slack was last asked, and since when they are
    deactivated, if they are. `duties` says when what is done by the clock is done again.
    """
    db.execute(
        """CREATE TABLE departures (team TEXT PRIMARY KEY, left_at TEXT NOT NULL, due_at TEXT NOT NULL,
            why TEXT NOT NULL, gone_members INTEGER NOT NULL DEFAULT 0, gone_rows INTEGER NOT NULL DEFAULT 0)
            STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE gone_workspaces (workspace TEXT PRIMARY KEY, until TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("CREATE TABLE duties (name TEXT PRIMARY KEY, due_at TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute(
        f"""CREATE TABLE absences ({_OWNER}, looked_at TEXT NOT NULL, absent_since TEXT, PRIMARY KEY (team, user))
            STRICT, WITHOUT ROWID"""
    )


SCHEMA_VERSION = 19
"""The number of steps above; kept in the file's `user_version`, so that a current store is known without a lock."""
