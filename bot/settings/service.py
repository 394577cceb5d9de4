"""How the program runs as a service."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UserError
from bot.settings.environment import Environment, number, text

HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Service:
    """How the program runs as a service.

    Attributes:
        threads: how many requests one process takes in at once.
        workers: how many answers one process works on at once; most of the time they wait for Slack.
        processes: how many processes answer requests.
        metrics_port: where its figures are shown, on this machine only; 0 is nowhere.
        log: "json", "text", or "" for text on a terminal and JSON elsewhere.
    """

    threads: int = 64
    workers: int = 32
    processes: int = 1
    metrics_port: int = 0
    log: str = ""

    @classmethod
    def read(cls, env: Environment) -> Service:
        """What the environment says, else the usual.

        Raises:
            UserError: something does not fit.
        """
        usual = cls()
        log = text(env, "WHYLOCKED_LOG")
        if log not in {"", "json", "text"}:
            raise UserError("bad_log_setting", name="WHYLOCKED_LOG", text=log[:40])
        return cls(
            threads=number(env, "WHYLOCKED_THREADS", usual.threads, least=1, most=1_000),
            workers=number(env, "WHYLOCKED_WORKERS", usual.workers, least=1, most=1_000),
            processes=number(env, "WHYLOCKED_PROCESSES", usual.processes, least=1, most=64),
            metrics_port=number(env, "WHYLOCKED_METRICS_PORT", usual.metrics_port, least=0, most=HIGHEST_PORT),
            log=log,
        )
