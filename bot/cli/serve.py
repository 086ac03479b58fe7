"""`budget-bot serve`: the Telegram bot, until it is stopped."""

from __future__ import annotations

import argparse
import sys

from bot.cli.answering import expiry_of, open_engine
from bot.config import Config, load_config
from bot.telegram.desk import FileTools
from bot.telegram.logs import start_logging
from bot.telegram.run import Plan, run_bot

_START = (sys.executable, "-c", "import sys; from bot.cli.main import main; sys.exit(main())")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command takes nothing: config.toml [telegram] and TELEGRAM_BOT_TOKEN say all."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM."""
    config = load_config()
    start_logging(config.telegram.token)
    run_bot(plan_of(config))
    return 0


def plan_of(config: Config) -> Plan:
    """What the bot is started with."""
    folder = config.data_folder
    return Plan(
        settings=config.telegram,
        open_engine=lambda: open_engine(config, with_samples=True),
        service_path=config.service_path,
        heartbeat=folder / "heartbeat",
        tools=FileTools((*_START, "check"), (*_START, "ingest"), folder / "documents"),
        expiry=expiry_of(config),
        digest_hour=config.review.digest_hour,
        review_url=config.review.url,
    )
