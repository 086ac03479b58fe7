"""`budget-bot log purge`: delete questions older than the retention."""

from __future__ import annotations

import argparse
import time

from bot.config import load_config
from knowledge.errors import BudgetError
from knowledge.service.service import open_service


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
    finally:
        service.close()
    print(f"Deleted {gone.questions} questions older than {days} days, {gone.files} pictures, {gone.frames} contexts.")
    return 0
