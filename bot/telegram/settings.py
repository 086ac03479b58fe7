"""What can be set about the Telegram bot: the section [telegram] of config.toml."""

from __future__ import annotations

from dataclasses import dataclass

from bot.setting import secret, within

TELEGRAM_API = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """[telegram]: the bot's account, how updates come in, and how much is answered to whom."""

    token: str = secret("TELEGRAM_BOT_TOKEN")
    api_url: str = secret("TELEGRAM_API_URL")  # empty: Telegram's own

    # how updates come in
    webhook_url: str = ""  # https://… as Telegram reaches it; empty: long polling
    webhook_listen: str = "127.0.0.1"  # address of this machine that the webhook listens on
    webhook_port: int = within(8443, 0, 65535)  # 0 to 65535; 0: any free port
    poll_seconds: int = within(10, 1, 50)  # 1 to 50; how long one poll is held open

    # how much at once
    slots: int = within(32, 1, 256)  # updates handled at once, 1 to 256; more than 64 slows the HTTP client
    overall_per_second: float = within(25.0, 0, 1000)  # messages out; Telegram allows about 30; 0: no limit
    per_user_minute: int = within(20, 1, 100_000)  # questions of one person in a minute
    per_group_minute: int = within(15, 1, 100_000)  # questions in one group; Telegram allows 20 replies
    waiting_per_chat: int = within(20, 1, 100_000)  # questions of one chat that wait for their turn

    # people with more commands: numeric Telegram ids
    staff: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()  # may also add documents

    guide_url: str = ""  # where the guide can be read; /help links to it

    # files sent to the bot by staff
    largest_file_mb: float = within(20.0, 0.1, 20)  # the Bot API gives no larger ones
    file_seconds: float = within(120.0, 1, 3600)  # after that a check is given up

    # how long things are kept
    replay_minutes: float = within(10.0, 0, 1440)  # what a crash left is answered if it is younger
    log_days: int = within(180, 1, 3650)  # query log

    # operation
    drain_seconds: float = within(6.0, 0, 60)  # after SIGTERM, for what is in hand; the rest is replayed
    heartbeat_seconds: float = within(15.0, 0.1, 600)  # how often the heartbeat file is touched
    reload_seconds: float = within(5.0, 0.1, 600)  # how often a changed knowledge base is looked for

    @property
    def server(self) -> str:
        """Address of the Bot API server, without a slash at its end."""
        return (self.api_url or TELEGRAM_API).rstrip("/")

    @property
    def uses_webhook(self) -> bool:
        """Whether updates are pushed to us."""
        return bool(self.webhook_url)

    def is_staff(self, user_id: int) -> bool:
        """Whether a person may use the staff commands."""
        return user_id in self.staff or self.is_admin(user_id)

    def is_admin(self, user_id: int) -> bool:
        """Whether a person may add documents."""
        return user_id in self.admins
