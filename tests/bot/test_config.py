"""The settings: defaults, file, environment, and what is refused."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.config import Config, DataConfig, load_config
from knowledge.errors import ConfigError

REPOSITORY = Path(__file__).parents[2]


def test_file_of_the_repository_states_the_defaults() -> None:
    """Each value that config.toml shows is the default, and it shows all that may stand there."""
    path = REPOSITORY / "config.toml"
    assert load_config(path, {}) == Config()
    shown = {name: set(keys) for name, keys in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    known = {
        section.name: {one.name for one in fields(section.default) if "variable" not in one.metadata}
        for section in fields(Config)
    }
    assert shown == known


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[matchin]\nfloor = 1", ["matchin", "matching", "conversation"]),
        ("[matching]\nflor = 1", ["flor", "floor", "gap"]),
        ("[matching]\nfloor = 101", ["floor", "0 to 100"]),
        ("[matching]\nfloor = 'x'", ["floor", "type"]),
        ("[ingest]\nworkers = 1.5", ["workers", "type"]),
        ("[ingest]\nworkers = true", ["workers", "type"]),
        ("[telegram]\ntoken = '1:x'", ["token"]),
        ("matching = 3", ["matching", "section"]),
        ("[matching", ["TOML"]),
    ],
)
def test_refused(tmp_path: Path, content: str, said: list[str]) -> None:
    """What is not known or out of range is refused in one line that names it and the cure."""
    path = tmp_path / "config.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    assert all(word in str(caught.value) for word in [*said, str(path)])
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    """A file that BUDGET_BOT_CONFIG names and that is not there is an error."""
    with pytest.raises(ConfigError, match="BUDGET_BOT_CONFIG"):
        load_config(None, {"BUDGET_BOT_CONFIG": str(tmp_path / "none.toml")})


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    """The data folder of the environment wins; the token comes from there alone and is not shown."""
    path = tmp_path / "config.toml"
    path.write_text("[data]\nfolder = 'here'\n[matching]\nfloor = 70", encoding="utf-8")
    config = load_config(path, {})
    assert config.data_folder == tmp_path / "here"
    assert config.matching.floor == 70
    given = load_config(path, {"BUDGET_BOT_DATA": str(tmp_path), "TELEGRAM_BOT_TOKEN": "1:secret"})
    assert given.data_folder == tmp_path
    assert given.telegram.token == "1:secret"
    assert "1:secret" not in repr(given)


def test_paths_of_both_databases(tmp_path: Path) -> None:
    """Both lie in the data folder."""
    config = replace(Config(), data=DataConfig(str(tmp_path)))
    assert config.knowledge_path == tmp_path / "knowledge.db"
    assert config.service_path == tmp_path / "service.db"
