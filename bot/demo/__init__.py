"""The demo: a made-up workspace and a short conversation that shows every lock."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import App, compose
from bot.conversation.heard import Heard
from bot.demo.workspace import DemoWorkspace, Says, settle
from bot.settings import Settings

THREAD = "demo"


@contextmanager
def staged(knowledge: Path) -> Iterator[tuple[App, DemoWorkspace]]:
    """The made-up workspace in a store of its own, gone afterwards."""
    workspace = DemoWorkspace.load()
    with tempfile.TemporaryDirectory(prefix="whylocked-demo-") as folder:
        app = compose(Settings(Path(folder) / "demo.db", knowledge, default_db=False))
        settle(workspace, app.whylocked, Path(folder))
        yield app, workspace


def played(app: App, workspace: DemoWorkspace) -> Iterator[tuple[Says, Heard]]:
    """The prepared conversation, turn by turn."""
    for line in workspace.script:
        yield line, app.conversation.hear(workspace.who(line.who), line.says, workspace.now, thread=THREAD)
