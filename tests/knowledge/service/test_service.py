"""service.db: migrations, inbox, query log, chats, retention."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database

from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Reply
from knowledge.model import Level, Scheme, Stage
from knowledge.question import Mention, Operation
from knowledge.reply import Answer, Kind, Status
from knowledge.service.frames import decode_frame, encode_frame
from knowledge.service.inbox import State
from knowledge.service.mask import mask_personal
from knowledge.service.pseudonym import load_pseudonyms
from knowledge.service.querylog import Asker
from knowledge.service.schema import MIGRATIONS, ServiceStoreUnusable, connect
from knowledge.service.service import KEY_FILE, Service, open_service
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

MENTION = Mention("12333运维", 0, 7)
FRAME = Frame(
    (1, 2),
    (2022,),
    (Stage.BUDGET,),
    Level.UNIT,
    Scheme.PROJECT,
    (MENTION,),
    Operation.LIST,
    ((MENTION,), ()),
    2022,
)


@dataclass
class Hand:
    """A clock that is set by hand."""

    now: float = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def service(tmp_path: Path, clock: Hand) -> Iterator[Service]:
    opened = open_service(tmp_path / "service.db", clock)
    yield opened
    opened.close()


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    KnowledgeWriter(tmp_path / "knowledge.db").close()
    opened = KnowledgeBase(tmp_path / "knowledge.db")
    yield opened
    opened.close()


def _reply(question: str) -> Reply:
    answer = Answer(question, Status.CLARIFY, Kind.FIGURE, "请选一项", options=("甲", "乙"), related=("丙",))
    return Reply(answer, FRAME)


# ---- schema ---------------------------------------------------------------------------------------------


def test_each_version_migrates_with_its_data(tmp_path: Path) -> None:
    """A file of version 1 with data comes to the newest version with that data."""
    path = tmp_path / "service.db"
    conn = connect(path, MIGRATIONS[:1])
    conn.execute("INSERT INTO query (key, time, channel, question, status) VALUES ('k', 1, 'cli', '问', 'answered')")
    conn.execute("INSERT INTO chat (chat, unit_name) VALUES ('c', '单位')")
    conn.close()

    def more(db: Database) -> None:
        db.table("query").add_column("note", str)

    newer = connect(path, (*MIGRATIONS, more))
    assert newer.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    assert newer.execute("SELECT question, note FROM query").fetchall() == [("问", None)]
    assert newer.execute("SELECT unit_name FROM chat").fetchall() == [("单位",)]
    newer.close()
    with pytest.raises(ServiceStoreUnusable, match="Install the newer"):
        connect(path)


def test_a_broken_migration_leaves_the_old_version(tmp_path: Path) -> None:
    """A migration is whole or not at all."""
    path = tmp_path / "service.db"
    connect(path).close()

    def half(db: Database) -> None:
        db.table("query").add_column("note", str)
        raise RuntimeError("stopped in the middle")

    with pytest.raises(RuntimeError):
        connect(path, (*MIGRATIONS, half))
    conn = connect(path)
    assert "note" not in {row[1] for row in conn.execute("PRAGMA table_info(query)")}
    conn.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """The message says which file and what to do."""
    path = tmp_path / "service.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(ServiceStoreUnusable, match="restore a backup"):
        connect(path)


# ---- privacy --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的电话13812345678查一下", "我的电话〔手机号〕查一下"),
        ("+86 138-1234-5678", "〔手机号〕"),
        ("１３８１２３４５６７８", "〔手机号〕"),
        ("身份证11010519491231002X的补贴", "身份证〔证件号〕的补贴"),
        ("110105 19491231 0021", "〔证件号〕"),
        ("写信到 a.b@example.com.cn 吧", "写信到 〔邮箱〕 吧"),
        ("12333咨询服务运维经费多少", "12333咨询服务运维经费多少"),
        ("2080505 科目 138.1 万元", "2080505 科目 138.1 万元"),
        ("项目42900622105T000000162", "项目42900622105T000000162"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    """Mobile numbers, identity numbers and addresses go, codes and amounts stay."""
    assert mask_personal(text) == masked


def test_pseudonyms_are_stable_and_keyed(tmp_path: Path) -> None:
    """The same key gives the same hash; the key is readable to its owner only."""
    first = load_pseudonyms(tmp_path / "service.key")
    again = load_pseudonyms(tmp_path / "service.key")
    other = load_pseudonyms(tmp_path / "other.key")
    assert first.user(42) == again.user(42) != other.user(42)
    assert first.user(42) != first.chat(42)
    assert stat.S_IMODE((tmp_path / "service.key").stat().st_mode) == 0o600


def test_the_log_holds_no_raw_id_and_no_number(service: Service, base: KnowledgeBase, tmp_path: Path) -> None:
    """Nothing in the files names a chat, a person or their telephone."""
    asker = Asker("telegram", service.pseudonyms.chat(987654321), service.pseudonyms.user(987654321), 5)
    service.log.record(asker, _reply("我13812345678问三公经费"), FRAME, base, 1.5)
    service.chats.choose_unit(service.pseudonyms.chat(987654321), "某单位")
    service.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("service.db", KEY_FILE):
        content = (tmp_path / name).read_bytes()
        assert b"987654321" not in content
        assert b"13812345678" not in content


# ---- frames ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", [EMPTY, FRAME, Frame(operation=Operation.FIGURE, unit_ids=(3,))])
def test_frames_survive_the_database(frame: Frame) -> None:
    """What is written is read back."""
    assert decode_frame(encode_frame(frame)) == frame


@pytest.mark.parametrize("text", ["[1]", "{", '{"a": 1}', '[[1],[2],[],null,null,[],"gone",[],0]', None, ""])
def test_a_frame_of_another_version_is_no_context(text: str | None) -> None:
    """What cannot be read leaves the conversation empty."""
    assert decode_frame(text) == EMPTY


def test_frames_expire_and_units_stay(service: Service, clock: Hand) -> None:
    """After half an hour a follow-up has nothing to lean on; the chosen unit stays."""
    service.chats.choose_unit("c", "某单位")
    service.chats.keep_frame("c", FRAME)
    clock.now += 1799
    assert service.chats.get("c").frame == FRAME
    clock.now += 2
    assert service.chats.get("c").frame == EMPTY
    assert service.chats.get("c").unit_name == "某单位"


def test_chats_are_read_back(service: Service, clock: Hand, tmp_path: Path) -> None:
    """Another process finds the same settings."""
    service.chats.choose_unit("c", "某单位")
    service.chats.keep_frame("c", FRAME)
    service.chats.block("d", True)
    other = open_service(tmp_path / "service.db", clock)
    assert other.chats.get("c").frame == FRAME
    assert other.chats.get("c").unit_name == "某单位"
    assert other.chats.get("d").is_blocked
    other.chats.block("d", False)
    other.close()


# ---- inbox ----------------------------------------------------------------------------------------------


def test_an_update_is_accepted_once(service: Service) -> None:
    """A second delivery is known."""
    assert service.inbox.accept(1, "{}")
    assert not service.inbox.accept(1, "{}")


def test_replay_is_once_young_and_never_what_was_written(service: Service, clock: Hand) -> None:
    """After a crash the young unanswered ones come back, one time."""
    service.inbox.accept(1, "old")
    clock.now += 601
    for update_id in (2, 3, 4):
        service.inbox.accept(update_id, str(update_id))
    service.inbox.mark(3, State.DONE)
    service.inbox.mark(4, State.WRITTEN)
    assert [update.update_id for update in service.inbox.replay(600)] == [2]
    assert service.inbox.replay(600) == []
    assert not service.inbox.accept(2, "again")
    kept = service.conn.execute("SELECT update_id FROM inbox WHERE payload IS NOT NULL").fetchall()
    assert kept == []


def test_a_refused_reply_waits_again(service: Service) -> None:
    """What Telegram turned down was not answered."""
    service.inbox.accept(1, "x")
    service.inbox.mark(1, State.WRITTEN)
    service.inbox.mark(1, State.WAITING)
    assert [update.payload for update in service.inbox.replay(600)] == ["x"]


# ---- query log ------------------------------------------------------------------------------------------


def test_a_logged_question_is_found_by_key_reply_and_message(service: Service, base: KnowledgeBase) -> None:
    """Buttons, links, replies and edits find the question again."""
    logged = service.log.record(Asker("telegram", "c", "u", 5), _reply("问"), EMPTY, base, 1.0)
    service.log.shown(logged.id, 6)
    found = service.log.by_key(logged.key)
    assert found is not None
    assert (found.question, found.options, found.related, found.frame_after) == (
        "问",
        ("甲", "乙"),
        ("丙",),
        FRAME,
    )
    assert service.log.by_reply("c", 6) == found
    assert service.log.by_question("c", 5) == found
    assert service.log.by_reply("other", 6) is None
    assert service.log.by_key("x' OR '1'='1") is None


def test_feedback_counts_in_the_tally(service: Service, base: KnowledgeBase) -> None:
    """The last word counts."""
    logged = service.log.record(Asker("telegram", "c", "u", 5), _reply("问"), EMPTY, base, 2.0)
    service.log.record(Asker("cli"), _reply("问"), EMPTY, base, 4.0)
    service.log.judge(logged.key, "+")
    service.log.judge(logged.key, "-", "number")
    tally = service.log.tally(0)
    assert (tally.total, tally.clarified, tally.users, tally.liked, tally.disliked) == (2, 2, 2, 0, 1)
    assert service.log.last(1)[0].channel == "cli"


def test_purge_and_forget(service: Service, base: KnowledgeBase, clock: Hand) -> None:
    """Retention deletes the old, a person deletes their own."""
    service.log.record(Asker("telegram", "c", "u"), _reply("旧"), EMPTY, base, 1.0)
    clock.now += 90 * 86_400
    service.log.record(Asker("telegram", "c", "u"), _reply("新"), EMPTY, base, 1.0)
    service.log.record(Asker("telegram", "d", "v"), _reply("别人"), EMPTY, base, 1.0)
    assert service.purge(60).questions == 1
    assert service.log.forget("u", "c") == 1
    assert [line.question for line in service.log.last(9)] == ["别人"]


def test_writes_together_are_all_or_none(service: Service) -> None:
    """An error in the middle leaves nothing."""

    def write_two() -> None:
        with service.together():
            service.inbox.accept(1, "x")
            service.conn.execute("INSERT INTO query (key) VALUES ('k')")

    with pytest.raises(sqlite3.IntegrityError):
        write_two()
    assert service.inbox.waiting() == 0


def test_slots_of_a_question_without_request(service: Service, base: KnowledgeBase) -> None:
    """An empty question has no slots and is logged all the same."""
    service.log.record(Asker("cli"), _reply(""), EMPTY, base, 0.1)
    slots, options = service.conn.execute("SELECT slots, options FROM query").fetchone()
    assert slots == ""
    assert json.loads(options) == ["甲", "乙"]
