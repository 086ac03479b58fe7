"""`budget-bot log purge`: delete questions older than the retention."""

from __future__ import annotations

import argparse
import time

from bot.config import load_config
from knowledge.errors import BudgetError
from knowledge.service.groups import Filter
from knowledge.service.service import Service, open_service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("act", choices=["purge"], help="purge: delete what is older than the retention")
    parser.add_argument("--days", type=int, help="keep this many days, instead of config's [telegram] log_days")


def run(arguments: argparse.Namespace) -> int:
    """Delete, and say how much."""
    config = load_config()
    days = config.telegram.log_days if arguments.days is None else arguments.days
    if days < 0:
        raise BudgetError(f"--days {days}: give 0 or more.")
    if not config.service_path.exists():
        print(f"Nothing to purge: {config.service_path} does not exist yet.")
        return 0
    service = open_service(config.service_path, time.time)
    try:
        gone = service.purge(days)
        service.groups.catch_up()  # groups that nothing is left of go, the others are counted anew
        left = _left(service)
    finally:
        service.close()
    print(f"Deleted {gone.questions} questions older than {days} days, {gone.files} pictures, {gone.frames} contexts.")
    print(left)
    return 0


def _left(service: Service) -> str:
    """What the log still holds."""
    questions = service.log.tally(0.0).total
    groups = service.groups.queue(Filter(state=None), 0, 0).total
    return f"Left: {questions} questions in {groups} groups; {len(service.waiting.all())} wait for an answer."
