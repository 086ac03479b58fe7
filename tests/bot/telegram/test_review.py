"""What editors publish reaches people: answers while the bot runs, those who waited, the digest and its buttons."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from harness import ADMIN, BOT_ID, STAFF, Bot, Person, Sent, buttons_of, text_of, wait_until

from knowledge.engine import Engine
from knowledge.service.accounts import Person as Editor
from knowledge.service.accounts import Role
from knowledge.service.editing import Editing
from knowledge.service.published import State
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

CARD = "社保卡怎么补办"
HEAR = "有答案时告诉我"


@pytest.fixture
def desk(own: Bot) -> Bot:
    """A running bot with staff, whose digest is sent by order only."""
    own.settings |= {"staff": [STAFF], "admins": [ADMIN]}
    own.start()
    return own


@pytest.fixture
def service(desk: Bot) -> Iterator[Service]:
    opened = open_service(desk.folder / "service.db", time.time)
    yield opened
    opened.close()


@pytest.fixture
def engine(desk: Bot) -> Iterator[Engine]:
    opened = Engine(KnowledgeBase(desk.folder / "knowledge.db"))
    yield opened
    opened.library.base.close()


@pytest.fixture
def editing(service: Service) -> Editing:
    return service.editing(Editor("老王", Role.APPROVER))


def _publish(editing: Editing, engine: Engine, wording: str, answer: str) -> int:
    faq = editing.draft_faq([wording], answer).faq
    editing.approve_faq(faq.id, engine)
    return faq.id


def _reply(person: Person, shown: Sent, words: str) -> Sent:
    """Answer a message in which the bot asks for words."""
    older = {"message_id": shown["result"]["message_id"], "date": 1, "chat": person.chat, "text": text_of(shown)}
    older["from"] = {"id": BOT_ID, "is_bot": True, "first_name": "F"}
    return person.ask(words, reply_to_message=older)


# ---- answers and those who wait ------------------------------------------------------------------------------


def test_who_asked_hears_the_answer_once(desk: Bot, service: Service, editing: Editing, engine: Engine) -> None:
    """With the question, at the next look for what is new; afterwards the chat's id is forgotten."""
    waiting, other = Person(desk.peer), Person(desk.peer)
    shown = waiting.ask(CARD)
    other.ask(CARD)
    waiting.press(shown, HEAR)
    assert "告诉您一次" in text_of(waiting.hear_one())
    assert str(waiting.id) in str(service.conn.execute("SELECT * FROM waiting").fetchall())
    faq = _publish(editing, engine, CARD, "请到服务大厅补办，经费是{{12333咨询服务运维经费多少}}。")
    said = [text_of(one) for one in waiting.hear("sendMessage", count=2)]
    assert said[0] == f"您问过：{CARD}\n现在有答案了："
    assert "<b>220.0 万元</b>" in said[1]
    assert waiting.hears_nothing()
    assert other.hears_nothing()
    assert str(waiting.id) not in str(service.conn.execute("SELECT * FROM waiting").fetchall())
    desk.kill()
    desk.start()
    assert waiting.hears_nothing()
    assert "<b>220.0 万元</b>" in text_of(other.ask("请问社保卡怎么补办呀"))
    wait_until(lambda: service.published.faq(faq).hits == 2, what="hits")  # type: ignore[union-attr]


def test_what_came_while_the_bot_was_off_is_told_at_its_start(desk: Bot, editing: Editing, engine: Engine) -> None:
    """Also an alias."""
    person = Person(desk.peer)
    person.press(person.ask("坐席劳务多少"), HEAR)
    person.hear_one()
    assert desk.terminate() == 0
    alias = editing.draft_alias("item", "坐席劳务", "12333咨询服务运维经费", engine).alias  # type: ignore[arg-type]
    proof = editing.prove_alias(alias.id, engine)
    editing.approve_alias(alias.id, engine, proof.digest)
    desk.start()
    assert "220.0 万元" in text_of(person.hear("sendMessage", count=2)[1])


def test_who_asks_to_forget_does_not_hear(desk: Bot, editing: Editing, engine: Engine) -> None:
    """Deleting one's records deletes the wish as well."""
    person = Person(desk.peer)
    person.press(person.ask(CARD), HEAR)
    person.hear_one()
    person.press(person.ask("/privacy"), "删除")
    person.hear_one("editMessageText")
    _publish(editing, engine, CARD, "请到服务大厅补办。")
    assert person.hears_nothing(1.0)


@pytest.mark.parametrize(
    ("code", "description", "is_told_later"),
    [(403, "Forbidden: bot was blocked by the user", False), (502, "Bad Gateway", True)],
)
def test_a_message_that_does_not_leave(
    desk: Bot, service: Service, editing: Editing, engine: Engine, code: int, description: str, is_told_later: bool
) -> None:
    """Who blocked the bot is not written to again; a fault of the network is."""
    person = Person(desk.peer)
    person.press(person.ask(CARD), HEAR)
    person.hear_one()
    desk.peer.fail("sendMessage", code, description)
    _publish(editing, engine, CARD, "请到服务大厅补办。")
    if is_told_later:
        assert "现在有答案了" in text_of(person.hear("sendMessage", count=2)[0])
    wait_until(lambda: not service.waiting.all(), what="nobody waits any more")
    time.sleep(0.6)
    told = [one for one in desk.peer.outbox() if "现在有答案了" in text_of(one) and one["status"] == 200]
    assert len(told) == is_told_later


def test_no_wish_below_what_never_has_an_answer(desk: Bot) -> None:
    """Nor in a group, nor below an answer."""
    person = Person(desk.peer)
    assert HEAR in str(buttons_of(person.ask(CARD)))
    assert HEAR not in str(buttons_of(person.ask("12333咨询服务运维经费多少")))
    assert HEAR not in str(buttons_of(person.ask("局长的手机号是多少")))


# ---- the digest ----------------------------------------------------------------------------------------------


def test_the_digest_decides_by_buttons(desk: Bot, service: Service) -> None:
    """An editor drafts by a reply, an admin publishes; each act can be taken back."""
    citizen, staff, admin = Person(desk.peer), Person(desk.peer, STAFF), Person(desk.peer, ADMIN)
    hostile = "<b>地铁</b>&建设花了多少"
    citizen.ask(CARD)
    citizen.ask(hostile)
    digest = staff.ask("/digest")
    assert CARD in text_of(digest)
    assert "&lt;b&gt;地铁" in text_of(digest)
    assert len(buttons_of(digest)) == 10
    assert all(len(button["callback_data"].encode()) <= 64 for button in buttons_of(digest))
    group = next(one for one in service.groups.queue().groups if one.title == CARD)

    staff.press_data(digest, f"v:{group.id}:faq")
    asked = staff.hear_one()
    assert "{{问题}}" in text_of(asked)
    assert "草稿已保存" in text_of(_reply(staff, asked, "请到服务大厅补办。"))
    proof = staff.hear_one()
    assert "草稿要由管理员发布" in text_of(proof)
    assert not buttons_of(proof)
    staff.press_data(proof, "y:faq:1:x")
    assert "内容已更新" in text_of(staff.hear_one())
    assert service.published.faq(1).state is State.DRAFT  # type: ignore[union-attr]

    admin.press_data(proof, "y:faq:1:x")
    published = admin.hear_one()
    assert text_of(published) == f"已发布：{CARD}"
    assert "请到服务大厅补办" in text_of(citizen.ask(CARD))
    admin.press(published, "撤销")
    assert "已撤销" in text_of(admin.hear_one())
    assert "请到服务大厅补办" not in text_of(citizen.ask(CARD))


def test_an_alias_and_a_note_by_reply(desk: Bot, service: Service) -> None:
    """What cannot be done is said; what is done shows its consequences first."""
    citizen, admin = Person(desk.peer), Person(desk.peer, ADMIN)
    citizen.ask("坐席劳务多少")
    digest = admin.ask("/digest")
    group = service.groups.queue().groups[0]
    admin.press(digest, "别名")
    asked = admin.hear_one()
    assert "没有执行" in text_of(_reply(admin, asked, "多少 = 差旅费"))
    assert "草稿已保存" in text_of(_reply(admin, asked, "坐席劳务 = 12333咨询服务运维经费"))
    proof = admin.hear_one()
    assert "以后：12333咨询服务运维经费：220.0 万元" in text_of(proof)
    admin.press(proof, "发布")
    assert "已发布" in text_of(admin.hear_one())
    assert "220.0 万元" in text_of(citizen.ask("坐席劳务多少"))
    admin.press(digest, "缺文件")
    assert "已转数据组" in text_of(_reply(admin, admin.hear_one(), "缺决算"))
    assert service.groups.get(group.id).note == "缺决算"  # type: ignore[union-attr]


def test_nobody_else_decides(desk: Bot, service: Service) -> None:
    """Neither the command nor a button of somebody else's message."""
    citizen, staff = Person(desk.peer), Person(desk.peer, STAFF)
    citizen.ask(CARD)
    digest = staff.ask("/digest")
    assert "没有这个命令" in text_of(citizen.ask("/digest"))
    group = service.groups.queue().groups[0]
    for data in (f"v:{group.id}:dismiss", "k:1", "y:faq:1:x", "v:x:y", "v:1:nonsense"):
        citizen.press_data(digest, data)
        assert "内容已更新" in text_of(citizen.hear_one())
    assert not service.acts.last()


def test_the_digest_comes_once_a_day(own: Bot) -> None:
    """At its hour or after it, to all of staff, also across a restart."""
    own.settings |= {"staff": [STAFF], "admins": [ADMIN]}
    own.more = "[review]\ndigest_hour = 0"
    staff, admin = Person(own.peer, STAFF), Person(own.peer, ADMIN)
    own.start()
    assert "昨日提问" in text_of(staff.hear_one())
    assert "昨日提问" in text_of(admin.hear_one())
    own.kill()
    own.start()
    assert staff.hears_nothing(1.0)


def test_help_leads_to_the_guide(own: Bot) -> None:
    """Where its address is set."""
    own.settings |= {"guide_url": "https://example.org/guide?a=1&b=2"}
    own.start()
    assert text_of(Person(own.peer).ask("/help")).endswith("使用手册：https://example.org/guide?a=1&amp;b=2")
