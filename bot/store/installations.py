"""Installations: the workspaces that the app is installed in, one row each. Tokens come sealed and stay so."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlite_utils import Database

from bot.store.traces import overwritten


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace, or in a whole organisation.

    Attributes:
        team: the workspace, or the organisation where the app is installed in a whole one: what rows are keyed by.
        enterprise: the organisation that the workspace is part of, if any.
        app: the app's id at Slack.
        bot_user: the user that the bot is there.
        scopes: what it may do, as Slack names it, with commas.
        token: the bot token, sealed.
        refresh_token: what gets the next token where tokens are rotated, sealed; None where they live on.
        expires_at: when the token ends; None for one that lives on.
    """

    team: str
    enterprise: str | None
    app: str
    bot_user: str
    bot_id: str
    scopes: str
    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None
    installed_at: datetime


class Installations:
    """Where the app is installed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, installation: Installation, look_at: datetime) -> None:
        """Keep an installation, in place of the one before.

        Args:
            look_at: when it is to be looked at for the first time (`take`).
        """
        values = {name: getattr(installation, name) for name in _COLUMNS}
        self._db.execute(
            f"INSERT OR REPLACE INTO installations ({', '.join(_COLUMNS)}, look_at)"
            f" VALUES ({', '.join(f':{name}' for name in _COLUMNS)}, :look_at)",
            {**values, "expires_at": _text(installation.expires_at), "installed_at": _text(installation.installed_at)}
            | {"look_at": _text(look_at)},
        )

    def of(self, team: str) -> Installation | None:
        """The app in one workspace; None where it is not installed."""
        row = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM installations WHERE team = ?", [team]).fetchone()
        return None if row is None else _read(row)

    def every(self) -> list[Installation]:
        """The app in every workspace, in the order of their ids."""
        return [
            _read(row) for row in self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM installations ORDER BY team")
        ]

    def delete(self, team: str) -> bool:
        """The app is gone from a workspace, and its tokens with it; whether it was there."""
        overwritten(self._db)
        return self._db.execute("DELETE FROM installations WHERE team = ?", [team]).rowcount == 1

    def claim_renewal(self, team: str, now: datetime, until: datetime) -> bool:
        """Be the one who renews a workspace's token until a moment: a refresh token can be spent once.

        Returns:
            Whether nobody else does.
        """
        claimed = self._db.execute(
            "UPDATE installations SET renewing_until = :until"
            " WHERE team = :team AND (renewing_until IS NULL OR renewing_until <= :now)",
            {"team": team, "now": _text(now), "until": _text(until)},
        )
        return claimed.rowcount == 1

    def end_renewal(self, team: str) -> None:
        """Let whoever comes next renew the token."""
        self._db.execute("UPDATE installations SET renewing_until = NULL WHERE team = ?", [team])

    def replace_tokens(
        self, old: Installation, token: str, refresh_token: str | None, expires_at: datetime | None
    ) -> bool:
        """Put other tokens in the place of an installation's; not where the app was installed anew meanwhile.

        Returns:
            Whether they were.
        """
        replaced = self._db.execute(
            "UPDATE installations SET token = :token, refresh_token = :refresh_token, expires_at = :expires_at,"
            " renewing_until = NULL WHERE team = :team AND token = :old",
            {
                "team": old.team,
                "old": old.token,
                "token": token,
                "refresh_token": refresh_token,
                "expires_at": _text(expires_at),
            },
        )
        return replaced.rowcount == 1

    def is_renewing(self, team: str, now: datetime) -> bool:
        """Whether somebody renews a workspace's token."""
        row = self._db.execute(
            "SELECT 1 FROM installations WHERE team = ? AND renewing_until > ?", [team, _text(now)]
        ).fetchone()
        return row is not None

    def reseal(self, old: Installation, token: str, refresh_token: str | None, now: datetime) -> bool:
        """Put the same tokens, sealed anew, in the place of an installation's.

        Not where it has others by now, or somebody renews them, who would not know it again.

        Returns:
            Whether they were.
        """
        resealed = self._db.execute(
            "UPDATE installations SET token = :token, refresh_token = :refresh_token"
            " WHERE team = :team AND token = :old AND refresh_token IS :old_refresh"
            " AND (renewing_until IS NULL OR renewing_until <= :now)",
            {
                "now": _text(now),
                "team": old.team,
                "old": old.token,
                "old_refresh": old.refresh_token,
                "token": token,
                "refresh_token": refresh_token,
            },
        )
        return resealed.rowcount == 1

    def ending(self, by: datetime, now: datetime) -> list[str]:
        """The workspaces whose token ends by a moment and can be renewed, which nobody does just now."""
        rows = self._db.execute(
            "SELECT team FROM installations WHERE expires_at <= :by AND refresh_token IS NOT NULL"
            " AND (renewing_until IS NULL OR renewing_until <= :now) ORDER BY expires_at",
            {"by": _text(by), "now": _text(now)},
        )
        return [team for (team,) in rows]

    def take(self, now: datetime, again: datetime) -> Installation | None:
        """An installation that is to be looked at, for whoever asks alone; None when none is.

        Args:
            again: when it is to be looked at for the next time.
        """
        row = self._db.execute(
            f"UPDATE installations SET look_at = :again WHERE team = (SELECT team FROM installations"
            f" WHERE look_at <= :now ORDER BY look_at LIMIT 1) RETURNING {', '.join(_COLUMNS)}",
            {"now": _text(now), "again": _text(again)},
        ).fetchone()
        return None if row is None else _read(row)


_COLUMNS = tuple(field.name for field in fields(Installation))


def _read(row: tuple[str, ...]) -> Installation:
    values: dict[str, str] = dict(zip(_COLUMNS, row, strict=True))
    moments = {
        name: None if values[name] is None else datetime.fromisoformat(values[name])
        for name in ("expires_at", "installed_at")
    }
    return Installation(**{**values, **moments})  # type: ignore[arg-type]


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
