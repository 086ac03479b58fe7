"""The bot as an operator sees it: crashes, stops, faults of the network and of Telegram, limits, webhook, logs."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Bot, Peer, Person, Sent, call, free_port, text_of, wait_until

from bot.cli.ingesting import ingest_files
from ingest.organisations import Given

QUESTION = "12333咨询服务运维经费多少"
USERS, EACH = 20, 10
SOMEBODY = {"id": 5, "is_bot": False, "first_name": "x"}


def answers(peer: Peer) -> list[Sent]:
    """The messages that were taken."""
    return [entry for entry in peer.outbox() if entry["method"] == "sendMessage" and entry["status"] == 200]


def burst(peer: Peer, users: int = USERS, each: int = EACH) -> list[Person]:
    """Many questions of many people at once; each one's questions can be told apart by their unit of money."""
    people = [Person(peer, seen=0) for _ in range(users)]
    peer.send(*({"message": person.message(QUESTION)} for _ in range(each) for person in people))
    return people


def answered(peer: Peer) -> Counter[str]:
    """How many answers each chat got."""
    return Counter(str(entry["fields"]["chat_id"]) for entry in answers(peer))


# ---- start and stop ------------------------------------------------------------------------------------------


def test_the_bot_starts_and_shows_its_menu(own: Bot) -> None:
    """Chinese commands for private chats, groups and each member of staff."""
    own.settings |= {"staff": [900], "admins": [901]}
    own.start()
    wait_until(lambda: len([e for e in own.peer.outbox() if e["method"] == "setMyCommands"]) == 4, what="menus")
    menus = [json.loads(e["fields"]["commands"]) for e in own.peer.outbox() if e["method"] == "setMyCommands"]
    names = [{command["command"] for command in menu} for menu in menus]
    assert "export" in names[0]
    assert "export" not in names[1]
    assert "check" in names[2]
    assert "ingest" not in names[2]
    assert "ingest" in names[3]


def test_sigterm_answers_what_is_in_hand(own: Bot) -> None:
    """All questions that came in are answered, once; exit 0 in ten seconds."""
    own.start()
    own.peer.set_delay(0.05)
    people = burst(own.peer)
    wait_until(lambda: len(answers(own.peer)) > 20, what="some answers")
    begun = time.monotonic()
    assert own.terminate() == 0
    assert time.monotonic() - begun < 10
    assert answered(own.peer) == {str(person.id): EACH for person in people}


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_kill_9_loses_nothing_and_answers_nothing_twice(own: Bot, mode: str) -> None:
    """After a crash in the middle of 200 questions the next start answers the rest."""
    if mode == "webhook":
        own.settings |= webhook_settings()
    own.start()
    own.peer.set_delay(0.2)
    with ThreadPoolExecutor() as beside:  # a webhook burst lasts as long as its deliveries
        people = beside.submit(burst, own.peer)
        wait_until(lambda: len(answers(own.peer)) > 60, what="some answers")
        own.kill()
    assert len(answers(own.peer)) < USERS * EACH
    own.start()
    call(f"{own.peer.url}/__fixture/deliver", {"token": own.token})
    wait_until(lambda: len(answers(own.peer)) >= USERS * EACH, 20, "all answers")
    time.sleep(0.5)
    assert answered(own.peer) == {str(person.id): EACH for person in people.result()}


def test_old_updates_are_not_replayed(own: Bot) -> None:
    """What a crash left for longer than ten minutes is not answered any more."""
    own.start()
    own.terminate()
    person = Person(own.peer)
    update = {"update_id": 990_001, "message": person.message(QUESTION)}
    with closing(sqlite3.connect(own.folder / "service.db")) as conn, conn:
        conn.execute("INSERT INTO inbox VALUES (990001, ?, 0, 0, ?)", (time.time() - 601, json.dumps(update)))
        fresh = update | {"update_id": 990_002}
        conn.execute("INSERT INTO inbox VALUES (990002, ?, 0, 0, ?)", (time.time() - 10, json.dumps(fresh)))
    own.start()
    person.hear_one()
    assert person.hears_nothing()


def test_a_wrong_token_is_one_clear_line(own: Bot) -> None:
    """Exit 2, with what to do; the token itself is not said."""
    own.token = "654321:WRONG"
    own.start(until_started=False)
    assert own.process is not None
    assert own.process.wait(20) == 2
    said = own.log_path.read_text()
    assert "Check TELEGRAM_BOT_TOKEN" in said
    assert "WRONG" not in said


def test_no_token_is_one_clear_line(own: Bot) -> None:
    """Exit 2 at once."""
    own.token = ""
    own.start(until_started=False)
    assert own.process is not None
    assert own.process.wait(20) == 2
    assert "Set TELEGRAM_BOT_TOKEN" in own.log_path.read_text()


# ---- faults --------------------------------------------------------------------------------------------------


def test_429_is_obeyed(person: Person) -> None:
    """The reply comes after the time that Telegram asks for."""
    wait = {"retry_after": 1}
    person.peer.fail("sendMessage", 429, "Too Many Requests", parameters=wait, chat_id=person.id)
    begun = time.monotonic()
    assert "220.0" in text_of(person.ask(QUESTION))
    assert time.monotonic() - begun >= 1.0


def test_502_is_tried_again(person: Person) -> None:
    """Telegram's servers failed to take it: sent again."""
    person.peer.fail("sendMessage", 502, "Bad Gateway", times=2, chat_id=person.id)
    assert "220.0" in text_of(person.ask(QUESTION))
    assert person.hears_nothing()


def test_a_timeout_is_not_sent_again(own: Bot) -> None:
    """A message that may have arrived is not repeated; the bot goes on."""
    own.start()
    own.peer.fail("sendMessage", 0, seconds=14)
    person = Person(own.peer)
    person.say(QUESTION)
    person.hear_one()
    wait_until(lambda: "may or may not have arrived" in own.log_path.read_text(), 15, "time-out noted")
    assert person.hears_nothing()
    assert "220.0" in text_of(person.ask(QUESTION))


def test_a_blocked_chat_is_marked_until_it_comes_back(person: Person, bot: Bot) -> None:
    """403 is no error; the next message of the person clears the mark."""
    count = "SELECT count(*) FROM chat WHERE blocked_time IS NOT NULL"
    person.peer.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=person.id)
    person.say(QUESTION)
    wait_until(lambda: rows(bot, count) == [(1,)], what="chat marked")
    assert "220.0" in text_of(person.ask(QUESTION))
    assert rows(bot, count) == [(0,)]
    member = {"user": {"id": 7, "is_bot": True, "first_name": "b"}}
    event = {"chat": person.chat, "from": person.user, "date": 1}
    event["old_chat_member"] = member | {"status": "member"}
    event["new_chat_member"] = member | {"status": "kicked", "until_date": 0}
    person.peer.send({"my_chat_member": event})
    wait_until(lambda: rows(bot, count) == [(1,)], what="chat marked again")


def test_a_fault_of_ours_has_an_id_for_both_sides(person: Person, bot: Bot) -> None:
    """The person sees an id, the log line holds the same one, without what was typed."""
    person.peer.fail("sendMessage", 400, "Bad Request: something new", chat_id=person.id)
    person.say("秘密问题XYZ")
    said = text_of(person.hear_one())
    number = said.split("#")[1].rstrip("。")
    line = next(line for line in log_lines(bot) if line.get("id") == number)
    assert line["error"]["type"] == "BadRequest"
    assert "XYZ" not in bot.log_path.read_text()


def test_the_next_question_is_answered_after_a_fault(person: Person) -> None:
    """An error in one update leaves the queue of the chat as it was."""
    person.peer.fail("sendMessage", 400, "Bad Request: strange", times=2, chat_id=person.id)
    person.say(QUESTION)
    assert "220.0" in text_of(person.ask(QUESTION))


# ---- limits --------------------------------------------------------------------------------------------------


def test_too_many_questions_get_one_polite_line_then_silence(own: Bot) -> None:
    """Three in a minute, then one line, then nothing; others are not touched; a group has its own limit."""
    own.settings |= {"per_user_minute": 3, "per_group_minute": 2}
    own.start()
    person = Person(own.peer)
    for _ in range(6):
        person.say(QUESTION)
    heard = [text_of(shown) for shown in person.hear(count=4)]
    assert sum("220.0" in text for text in heard) == 3
    assert "太快" in heard[3]
    assert person.hears_nothing()
    assert "220.0" in text_of(Person(own.peer).ask(QUESTION))
    for at in range(4):
        Person(own.peer, group=-9, id=5000 + at).say(f"@fixture_bot {QUESTION}")
    group = Person(own.peer, group=-9, seen=0)
    heard = [text_of(shown) for shown in group.hear(count=3)]
    assert sum("220.0" in text for text in heard) == 2
    own.terminate()


def test_a_chat_that_floods_waits_for_itself(own: Bot) -> None:
    """With one chat's hundred questions in the queue another person is answered at once."""
    own.settings |= {"slots": 4}
    own.start()
    own.peer.set_delay(0.1)
    flood = Person(own.peer)
    own.peer.send(*({"message": flood.message(QUESTION)} for _ in range(60)))
    begun = time.monotonic()
    assert "220.0" in text_of(Person(own.peer).ask(QUESTION))
    assert time.monotonic() - begun < 2


def test_waiting_questions_are_limited(own: Bot) -> None:
    """A chat may have so many questions waiting; what comes on top is turned down, once."""
    own.settings |= {"waiting_per_chat": 5}
    own.start()
    own.peer.set_delay(0.05)
    person = Person(own.peer)
    own.peer.send(*({"message": person.message(QUESTION)} for _ in range(12)))
    heard = [text_of(shown) for shown in person.hear(count=6)]
    assert sum("220.0" in text for text in heard) == 5
    assert sum("还没有答完" in text for text in heard) == 1
    assert person.hears_nothing()


def test_replies_of_one_chat_come_in_order(own: Bot) -> None:
    """First in, first out, also when many chats are served at once."""
    own.start()
    own.peer.set_delay(0.02)
    people = [Person(own.peer, seen=0) for _ in range(10)]
    asked = ["临江2023年信息化建设预算", "临江2024年信息化建设预算", "临江2024年信息化建设决算"] * 2
    own.peer.send(*({"message": person.message(text)} for text in asked for person in people))
    figures = ["180.0", "200.5", "196.7"] * 2
    for person in people:
        heard = [text_of(shown) for shown in person.hear(count=6)]
        assert all(figure in text for figure, text in zip(figures, heard, strict=True)), heard


# ---- webhook -------------------------------------------------------------------------------------------------


def webhook_settings() -> dict[str, Any]:
    """Settings for a webhook on this machine."""
    port = free_port()
    return {"webhook_url": f"http://127.0.0.1:{port}/hook/telegram", "webhook_port": port}


def test_webhook(own: Bot) -> None:
    """Updates are pushed with a secret; without it 403, nonsense 400; /healthz says ok; SIGTERM ends it."""
    own.settings |= webhook_settings()
    own.start()
    url, port = own.settings["webhook_url"], own.settings["webhook_port"]
    person = Person(own.peer)
    assert "220.0" in text_of(person.ask(QUESTION))
    assert call(f"http://127.0.0.1:{port}/healthz") == (200, b"ok\n")
    update = {"update_id": 7_000_000, "message": person.message(QUESTION)}
    header = "X-Telegram-Bot-Api-Secret-Token"
    assert call(url, update)[0] == 403
    assert call(url, update, {header: "wrong"})[0] == 403
    secret = next(e["fields"]["secret_token"] for e in own.peer.outbox() if e["method"] == "setWebhook")
    for broken in (b"{", b"[]", b"{}", b'{"update_id": "x"}', b'{"update_id": 1, "message": {}}', b"\xff"):
        assert call(url, broken, {header: secret})[0] == 400, broken
    assert person.hears_nothing()
    assert call(url, update, {header: secret})[0] == 200
    assert call(url, update, {header: secret})[0] == 200  # delivered twice, answered once
    assert "220.0" in text_of(person.hear_one())
    assert person.hears_nothing()
    assert call(f"http://127.0.0.1:{port}/other")[0] == 404
    assert own.terminate() == 0


# ---- health, logs, reload, retention ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "channel", "title": "c"}, "text": "x"}},
        {"callback_query": {"id": "1", "from": SOMEBODY, "chat_instance": "1"}},
        {"callback_query": {"id": "2", "from": SOMEBODY, "chat_instance": "1", "data": "q:x"}},
    ],
)  # fmt: skip
def test_updates_without_the_usual_parts_do_no_harm(person: Person, update: dict[str, Any]) -> None:
    """No text, no sender, no message: nothing happens, and the next question is answered."""
    person.peer.send(update)
    assert "220.0" in text_of(person.ask(QUESTION))


def test_heartbeat(bot: Bot) -> None:
    """The file's time shows that the bot lives."""
    beat = bot.folder / "heartbeat"
    wait_until(beat.exists, what="heartbeat")
    before = beat.stat().st_mtime_ns
    wait_until(lambda: beat.stat().st_mtime_ns > before, what="another beat")


def test_logs_are_json_without_token_and_text(person: Person, bot: Bot) -> None:
    """Each line is an object; neither the token nor a question stands in any."""
    person.ask("安徽省人社信息中心培训费多少")
    content = bot.log_path.read_text()
    assert all("time" in line and "level" in line for line in log_lines(bot))
    assert "TESTTOKEN" not in content
    assert "培训费" not in content


def test_a_new_document_is_known_without_a_restart(own: Bot, tmp_path: Path) -> None:
    """What is ingested while the bot runs can be asked for."""
    own.start()
    person = Person(own.peer)
    question = "三亚市测试信息中心2025年支出预算多少"
    assert "765.4" not in text_of(person.ask(question))
    paper = tmp_path / "sanya-2025.txt"
    paper.write_text("三亚市测试信息中心2025年单位预算\n\n第一部分 预算情况说明\n\n2025年支出预算765.4万元。\n")
    list(ingest_files([paper], own.folder / "knowledge.db", Given(), workers=1))
    wait_until(lambda: "opened again" in own.log_path.read_text(), what="reload")
    assert "765.4" in text_of(person.ask(question))


def test_the_query_log_tells_what_was_asked_and_no_id(person: Person, bot: Bot) -> None:
    """Question, reading, facts and time are kept; ids are hashes."""
    person.ask("我的手机是13812345678")
    person.ask(QUESTION)
    columns = "channel, slots, status, kind, facts, elapsed_ms, chat, user"
    [row] = rows(bot, f"SELECT {columns} FROM query ORDER BY id DESC LIMIT 1")
    channel, slots, status, kind, facts, elapsed, chat, user = row
    assert (channel, status, kind) == ("telegram", "answered", "figure")
    assert ("我的手机是〔手机号〕",) in rows(bot, "SELECT question FROM query")
    assert json.loads(slots)["items"] == ["12333咨询服务运维经费"]
    assert json.loads(facts)[0]["table"] == "项目支出表"
    assert 0 < elapsed < 1000
    assert str(person.id) not in (chat, user)
    dumped = " ".join(map(str, rows(bot, "SELECT * FROM query") + rows(bot, "SELECT * FROM chat")))
    assert "13812345678" not in dumped


def test_one_writer_does_not_disturb_another(bot: Bot, person: Person) -> None:
    """While another process holds the write lock for a moment, the bot waits and answers."""
    with closing(sqlite3.connect(bot.folder / "service.db", isolation_level=None)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        person.say(QUESTION)
        time.sleep(0.5)
        conn.execute("COMMIT")
    assert "220.0" in text_of(person.hear_one())


def rows(bot: Bot, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the bot's service.db."""
    with closing(sqlite3.connect(bot.folder / "service.db")) as conn:
        return conn.execute(sql).fetchall()


def log_lines(bot: Bot) -> list[dict[str, Any]]:
    """The log as objects."""
    return [json.loads(line) for line in bot.log_path.read_text().splitlines() if line.startswith("{")]
