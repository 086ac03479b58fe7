"""service.db of each version that was ever on main comes to the newest with its data."""

from __future__ import annotations

from pathlib import Path

from review_desk import Hand

from knowledge.service.groups import GroupState
from knowledge.service.schema import MIGRATIONS, connect
from knowledge.service.service import open_service


def test_version_1_with_questions_is_grouped_and_counted(tmp_path: Path, hand: Hand) -> None:
    """Questions of before the review are grouped too: by how they were read as far as it was kept, else by words."""
    path = tmp_path / "service.db"
    conn = connect(path, MIGRATIONS[:1])
    rows = [("a", "社保卡怎么补办", "refused"), ("b", "请问社保卡怎么补办", "refused"), ("c", "办公费多少", "answered")]
    conn.executemany(
        "INSERT INTO query (key, time, channel, chat, user, question, status, slots, facts, feedback) "
        "VALUES (?, 1000000000, 'telegram', 'c', 'u', ?, ?, '{}', '[]', '-')",
        rows,
    )
    conn.execute("INSERT INTO inbox (update_id, received, state, replays) VALUES (7, 1, 2, 0)")
    conn.execute("INSERT INTO chat (chat, unit_name) VALUES ('c', '单位')")
    conn.execute("INSERT INTO kept_file (key, file_id, time) VALUES ('k', 'f', 1)")
    conn.close()
    service = open_service(path, hand)
    assert service.groups.catch_up() == 3
    found = service.groups.queue().groups
    assert [(group.title, group.asked, group.disliked, group.state) for group in found] == [
        ("社保卡怎么补办", 2, 2, GroupState.OPEN),
        ("办公费多少", 1, 1, GroupState.OPEN),
    ]
    assert service.chats.get("c").unit_name == "单位"
    assert service.files.find("k") == "f"
    assert service.inbox.accept(7, "again") is False
    assert service.log.by_key("a") is not None
    service.close()


def test_each_version_reaches_the_same_tables(tmp_path: Path) -> None:
    """Whatever version a file began with, it ends with the tables of a new one."""
    found = []
    for first in range(len(MIGRATIONS) + 1):
        path = tmp_path / f"from-{first}.db"
        connect(path, MIGRATIONS[:first]).close()
        conn = connect(path)
        found.append(conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall())
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.close()
    assert all(one == found[0] for one in found)
