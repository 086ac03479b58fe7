"""The settings: read once from config.toml and the environment, then handed down as one frozen value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from bot.setting import within
from bot.telegram.settings import TelegramConfig
from knowledge.editorial.faq import Thresholds as FaqThresholds
from knowledge.errors import ConfigError
from knowledge.names.items import Thresholds

FILE_NAME = "config.toml"
_KNOWLEDGE, _SERVICE = "knowledge.db", "service.db"
_MATCHING = Thresholds()  # the matcher knows its defaults
_FAQ = FaqThresholds()


@dataclass(frozen=True, slots=True)
class DataConfig:
    """[data]: where knowledge.db and service.db lie."""

    folder: str = ""  # relative to config.toml; empty: the platform's folder for user data


@dataclass(frozen=True, slots=True)
class MatchingConfig:
    """[matching]: when a mistyped or shortened name is taken for a known one."""

    floor: float = within(_MATCHING.floor, 0, 100)  # score, 0 to 100; below it a name is not found
    gap: float = within(_MATCHING.gap, 0, 100)  # points, 0 to 100; a second name within it of the best: we ask back


@dataclass(frozen=True, slots=True)
class ConversationConfig:
    """[conversation]: how long a follow-up may lean on the question before."""

    expiry_minutes: int = within(30, 1, 1440)  # 1 to 1440


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """[ingest]: how documents are read."""

    workers: int = within(0, 0, 64)  # processes, 0 to 64; 0: one for each core


@dataclass(frozen=True, slots=True)
class FaqConfig:
    """[faq]: when a question is taken for a wording of an editors' answer."""

    floor: float = within(_FAQ.floor, 0, 100)  # likeness, 0 to 100; below it the documents are asked
    gap: float = within(_FAQ.gap, 0, 100)  # points, 0 to 100; a second answer within it of the best: neither is taken


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """[review]: the page on which editors review logged questions, and their daily digest."""

    listen: str = "127.0.0.1"  # address of this machine
    port: int = within(8765, 0, 65535)  # 0 to 65535; 0: any free port
    behind_https: bool = False  # a proxy speaks https for us: cookies are sent over https only
    idle_minutes: int = within(30, 1, 1440)  # 1 to 1440; a login ends after so long without a click
    longest_hours: int = within(8, 1, 168)  # 1 to 168; and after so long in any case
    digest_hour: int = within(9, -1, 23)  # 0 to 23, local time: staff get the day's digest in Telegram; -1: never
    url: str = ""  # the page's address as staff open it, for the digest's links


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, one section each."""

    data: DataConfig = DataConfig()
    matching: MatchingConfig = MatchingConfig()
    conversation: ConversationConfig = ConversationConfig()
    telegram: TelegramConfig = TelegramConfig()  # noqa: RUF009  it is frozen
    ingest: IngestConfig = IngestConfig()
    faq: FaqConfig = FaqConfig()
    review: ReviewConfig = ReviewConfig()

    @property
    def data_folder(self) -> Path:
        """The folder of both databases."""
        if self.data.folder:
            return Path(self.data.folder)
        return user_data_path("budget-bot", appauthor=False)

    @property
    def knowledge_path(self) -> Path:
        """Where the knowledge base is."""
        return self.data_folder / _KNOWLEDGE

    @property
    def service_path(self) -> Path:
        """Where queries, feedback and aliases are kept."""
        return self.data_folder / _SERVICE


def load_config(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of `path`, BUDGET_BOT_CONFIG or the working folder's config.toml, or else the defaults.

    BUDGET_BOT_DATA replaces [data] folder. Raises ConfigError, with the known keys, for an unknown one.
    """
    named = path or (Path(given) if (given := environment.get("BUDGET_BOT_CONFIG")) else None)
    if named is None:
        here = Path(FILE_NAME)
        named = here if here.is_file() else None
    config = Config() if named is None else _read(named)
    config = _with_environment(config, environment)
    if folder := environment.get("BUDGET_BOT_DATA"):
        return replace(config, data=replace(config.data, folder=folder))
    return config


def _read(path: Path) -> Config:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}). Check BUDGET_BOT_CONFIG or unset it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no valid TOML ({error}). Correct that line.") from error
    sections = {one.name: one for one in fields(Config)}
    _refuse_unknown(str(path), content, sections)
    config = Config(**{name: _section(path, name, sections[name].default, given) for name, given in content.items()})
    if not config.data.folder:
        return config
    folder = path.resolve().parent / Path(config.data.folder).expanduser()
    return replace(config, data=replace(config.data, folder=str(folder)))


def _section(path: Path, name: str, defaults: Any, given: object) -> Any:
    where = f"{path} [{name}]"
    if not isinstance(given, dict):
        raise ConfigError(f"{where} is no section. Write its keys below a line [{name}].")
    known = {one.name: one for one in fields(defaults) if "variable" not in one.metadata}
    _refuse_unknown(where, given, known)
    for key, value in given.items():
        _check(where, known[key], getattr(defaults, key), value)
    return replace(defaults, **{key: tuple(v) if isinstance(v, list) else v for key, v in given.items()})


def _refuse_unknown(where: str, given: Mapping[str, object], known: Mapping[str, object]) -> None:
    unknown = [key for key in given if key not in known]
    if unknown:
        raise ConfigError(f"{where}: unknown: {', '.join(unknown)}. Known are: {', '.join(known) or 'none'}.")


def _check(where: str, setting: Field[Any], default: object, value: object) -> None:
    """Refuse a value of another type than the default's, or out of its range."""
    if not _is_like(value, default):
        raise ConfigError(f"{where}: {setting.name} = {value!r} is not of the right type. {_example(default)}")
    low, high = setting.metadata.get("low"), setting.metadata.get("high")
    if isinstance(value, (int, float)) and low is not None and high is not None and not low <= value <= high:
        raise ConfigError(f"{where}: {setting.name} = {value} is out of range. Write {low} to {high}.")


def _is_like(value: object, default: object) -> bool:
    """Whether a value has the default's type. An integer is a number too; a list is one of integers."""
    if isinstance(default, tuple):
        return isinstance(value, list) and all(type(one) is int for one in value)
    return type(value) in ((int, float) if isinstance(default, float) else (type(default),))


def _example(default: object) -> str:
    return "Write a list of whole numbers." if isinstance(default, tuple) else f"An example is {default!r}."


def _with_environment(config: Config, environment: Mapping[str, str]) -> Config:
    """The settings with the secrets that the environment holds."""
    changed: dict[str, Any] = {}
    for one in fields(config):
        section = getattr(config, one.name)
        given = {
            setting.name: environment[setting.metadata["variable"]].strip()
            for setting in fields(section)
            if environment.get(setting.metadata.get("variable", ""))
        }
        if given:
            changed[one.name] = replace(section, **given)
    return replace(config, **changed)
