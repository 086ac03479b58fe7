"""A data folder in which some questions were asked."""

from __future__ import annotations

import time
from pathlib import Path

from bot.cli.sampling import build_from_samples
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.querylog import Asker
from knowledge.service.service import open_service

ASKED = ("12333咨询服务运维经费多少", "打12333一年花多少", "打12333一年要花多少", "社保卡怎么补办", "热线的钱是多少")


def log_questions(folder: Path, engine: Engine) -> Path:
    """A knowledge base of the samples, and a service.db with the questions and their answers."""
    build_from_samples(folder / "knowledge.db")
    service = open_service(folder / "service.db", time.time)
    for question in ASKED:
        service.log.record(Asker("telegram", question, question), engine.ask(question), EMPTY, engine.library.base, 1)
    service.close()
    return folder
