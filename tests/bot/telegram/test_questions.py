"""Citizens in a private chat and in groups: questions, buttons, edits, replies."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from hashlib import blake2s
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from harness import ADMIN, BOT_ID, BOT_NAME, STAFF, Bot, Peer, Person, button_data, buttons_of, running, text_of
from PIL import Image

from bot.cli.ingesting import ingest_files
from bot.render.telegram_html import MESSAGE_UNITS, utf16_length
from bot.telegram.callback import MOST_BYTES
from ingest.organisations import Given

QUESTION = "12333咨询服务运维经费多少"
CLARIFY = "住房保障支出多少"
STICKER = {"file_id": "s", "file_unique_id": "s", "width": 9, "height": 9, "type": "regular"} | {
    "is_animated": False,
    "is_video": False,
}
LIST = "安徽省人社信息中心项目支出有哪些"
LONG_LIST = "安徽省人社信息中心项级科目有哪些"


def test_a_question_is_answered_with_figure_scope_and_source(person: Person) -> None:
    """The figure is bold, the scope and the source stand below."""
    shown = person.ask(QUESTION)
    text = text_of(shown)
    assert "<b>220.0 万元</b>" in text
    assert "2022年单位预算 · 项目支出表" in text
    assert "<i>来源：" in text
    assert shown["fields"]["parse_mode"] == "HTML"
    words = " ".join(button["text"] for button in buttons_of(shown))
    assert all(word in words for word in ("📄 原文", "为什么", "相关问题", "分享", "👍", "👎"))


@pytest.mark.parametrize(
    "text",
    [
        "<b>注入</b>&lt;多少",
        "a" * 5000,
        "'; DROP TABLE query; --",
        "😀" * 300,
        "{units} %s {0}",
        "\u202e公务接待费",
        "&amp;",
    ],
)
def test_any_text_gets_a_well_formed_reply(person: Person, text: str) -> None:
    """Whatever is typed, the reply is one that Telegram takes."""
    assert text_of(person.ask(text))


def test_clarification_by_button(person: Person) -> None:
    """A question that fits several things offers them; pressing one answers it."""
    shown = person.ask(CLARIFY)
    assert len(buttons_of(shown)) >= 2
    person.press(shown, "安徽")
    assert "<b>30.4 万元</b>" in text_of(person.hear_one())


def test_follow_up_and_reply_to_an_older_answer(person: Person) -> None:
    """A follow-up leans on the last answer, a reply on the one that it replies to."""
    older = person.ask("临江2024年信息化建设预算")
    person.ask("安徽省人社信息中心2022年住房保障支出")
    replied = dict(older["result"]) | {"chat": person.chat}
    shown = person.ask("那决算呢", reply_to_message=replied)
    assert "196.7" in text_of(shown)


def test_an_edited_question_edits_the_answer(person: Person) -> None:
    """The reply changes in its place; an edit without another text changes nothing."""
    message = person.say("临江2024年信息化建设预算")
    first = person.hear_one()
    person.edit(message, "临江2023年信息化建设预算")
    edited = person.hear_one("editMessageText")
    assert int(edited["fields"]["message_id"]) == first["result"]["message_id"]
    assert "180.0" in text_of(edited)
    person.edit(message, "临江2023年信息化建设预算")
    assert person.hears_nothing()
    person.edit(message, "临江2024年信息化建设决算")
    assert "196.7" in text_of(person.hear_one("editMessageText"))


def test_forwarded_text_and_captions_are_questions(person: Person) -> None:
    """What is forwarded or stands below a picture is read as well."""
    origin = {"type": "hidden_user", "sender_user_name": "乙", "date": 1}
    assert "220.0" in text_of(person.ask(QUESTION, forward_origin=origin))
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    person.say(photo=photo, caption=QUESTION)
    assert "220.0" in text_of(person.hear_one())


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]},
        {"sticker": STICKER},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
    ],
)  # fmt: skip
def test_other_messages_get_a_polite_line(person: Person, content: dict[str, Any]) -> None:
    """Voice and pictures: what works is said."""
    person.say(**content)
    assert "请用文字提问" in text_of(person.hear_one())


# ---- buttons -------------------------------------------------------------------------------------------------


def test_cut_out_of_a_pdf_page(person: Person) -> None:
    """📄 for a PDF: the piece of the page as a picture, the quoted cell in the caption; sent anew by its id."""
    shown = person.ask("临江2024年信息化建设决算")
    person.press(shown, "原文")
    photo = person.hear_one("sendPhoto")
    assert "200.5" not in text_of(photo)
    assert "196.7" in text_of(photo)
    picture = Image.open(io.BytesIO(person.peer.asset(photo["result"]["photo"][-1]["file_id"])))
    assert picture.width > 300
    person.press(shown, "原文")
    again = person.hear_one("sendPhoto")
    assert not again["files"]


def test_quoted_lines_of_a_text(person: Person) -> None:
    """📄 for a text: the quoted words and their line."""
    shown = person.ask(QUESTION)
    person.press(shown, "原文")
    assert "<blockquote>220.0</blockquote>" in text_of(person.hear_one())


def test_chart_of_a_list_with_its_figures_in_the_caption(person: Person, bot: Bot) -> None:
    """📊: a picture, the same figures in words, and Telegram's copy the second time."""
    shown = person.ask(LIST)
    person.press(shown, "图表")
    photo = person.hear_one("sendPhoto")
    assert "415.6 万元" in text_of(photo)
    assert Image.open(io.BytesIO(bot.peer.asset(photo["result"]["photo"][-1]["file_id"]))).format == "PNG"
    person.press(shown, "图表")
    assert person.hear_one("sendPhoto")["fields"]["photo"] == photo["result"]["photo"][-1]["file_id"]


def test_chart_of_years_and_stages(person: Person) -> None:
    """📊 for one amount: the same in all years, 预算 beside 决算."""
    shown = person.ask("临江2024年信息化建设预算")
    person.press(shown, "图表")
    caption = text_of(person.hear_one("sendPhoto"))
    assert all(
        part in caption for part in ("2023年预算：180.0 万元", "2024年预算：200.5 万元", "2024年决算：196.7 万元")
    )


def test_why_and_related(person: Person) -> None:
    """为什么 asks on about the answer, 相关问题 offers the next ones as buttons."""
    shown = person.ask("安徽省人社信息中心2022年支出预算多少")
    person.press(shown, "为什么")
    assert "上年结转结余" in text_of(person.hear_one())
    shown = person.ask(QUESTION)
    person.press(shown, "相关问题")
    related = person.hear_one()
    person.press(related, "1.")
    assert text_of(person.hear_one())


def test_feedback_with_reason(person: Person, bot: Bot) -> None:
    """👎 asks for one of four reasons; the query log keeps it."""
    shown = person.ask(QUESTION)
    person.press(shown, "👍")
    assert person.hear_one("answerCallbackQuery")["fields"]["text"] == "谢谢！"
    person.press(shown, "👎")
    asked = person.hear_one()
    assert len(buttons_of(asked)) == 4
    person.press(asked, "数字不对")
    assert "数字不对" in text_of(person.hear_one("editMessageText"))
    key = button_data(shown, "👎").split(":")[1]
    assert query_log(bot, "SELECT feedback, feedback_reason FROM query WHERE key = ?", key) == [("-", "number")]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "?",
        "o:gone:0",
        "q:gone",
        "o:x",
        "l:gone:1",
        "l",
        "p:u:999",
        "p:zz:1",
        "t:1:zz",
        "x:1:zz:exe",
        "d:zz",
        "u:zz",
        "e:zz",
        "f:x:y",
    ],
)
def test_old_and_broken_buttons_do_no_harm(person: Person, data: str) -> None:
    """A button whose data are gone is answered and breaks nothing."""
    shown = person.ask("/units")
    person.press_data(shown, data or " ")
    person.hear_one("answerCallbackQuery")
    assert "220.0" in text_of(ask_past(person, QUESTION))


def ask_past(person: Person, text: str) -> dict[str, Any]:
    """Ask, and hear the answer to that whatever else is said before."""
    person.say(text)
    for _ in range(4):
        shown = person.hear_one()
        if "来源" in text_of(shown):
            return shown
    raise AssertionError("no answer")


# ---- long lists ------------------------------------------------------------------------------------------------


def test_a_long_list_is_turned_by_editing_its_message(person: Person) -> None:
    """下一页 shows the entries that the first page leaves out, 上一页 the first page again; other buttons stay."""
    shown = person.ask(LONG_LIST)
    assert "共 16 项（1/2）：" in text_of(shown)
    assert len(entries_of(shown)) == 15
    assert [one["text"] for one in buttons_of(shown)][:3] == ["下一页 ›", "📄 原文", "📊 图表"]
    person.press(shown, "下一页")
    turned = person.hear_one("editMessageText")
    assert int(turned["fields"]["message_id"]) == shown["result"]["message_id"]
    assert "共 16 项（2/2）：" in text_of(turned)
    assert entries_of(turned) == ["· 提租补贴：<b>6.0 万元</b>"]
    assert text_of(turned).splitlines()[2:] == text_of(shown).splitlines()[16:]  # scope, source, warnings
    assert buttons_of(turned)[0]["text"] == "‹ 上一页"
    assert buttons_of(turned)[1:] == buttons_of(shown)[1:]
    person.press(turned, "上一页")
    back = person.hear_one("editMessageText")
    assert text_of(back) == text_of(shown)
    assert buttons_of(back) == buttons_of(shown)


def test_pages_of_long_names_are_whole_and_fit(own: Bot) -> None:
    """Forty entries with long names: each on its page in order, none twice, each page a message that Telegram takes."""
    path = write_long_list(own.folder / "list.md")
    assert [one.fate for one in ingest_files([path], own.folder / "knowledge.db", Given(), workers=1)] == ["new"]
    with running(own):
        person = Person(own.peer)
        shown = person.ask("临海市清单信息中心项目支出有哪些")
        pages = [shown]
        for _ in range(2):
            person.press(pages[-1], "下一页")
            pages.append(person.hear_one("editMessageText"))
        person.press(pages[-1], "上一页")
        assert text_of(person.hear_one("editMessageText")) == text_of(pages[1])
        beyond = button_data(shown, "下一页").removesuffix("1") + "999"
        person.press_data(shown, beyond)
        assert text_of(person.hear_one("editMessageText")) == text_of(pages[2])
    assert [len(entries_of(page)) for page in pages] == [15, 15, 10]
    amounts = [entry.rsplit("：", 1)[1] for page in pages for entry in entries_of(page)]
    assert amounts == [f"<b>{at}.5 万元</b>" for at in range(1, 41)]
    for page in pages:
        assert "&lt;b&gt;&amp;运行" in text_of(page)
        assert "<i>来源：" in text_of(page)
        assert utf16_length(text_of(page)) <= MESSAGE_UNITS
        assert all(len(button.get("callback_data", "").encode()) <= MOST_BYTES for button in buttons_of(page))


def write_long_list(path: Path) -> Path:
    """A published budget of one table with forty projects, whose names are long and hold what HTML would read."""
    words = "软件与硬件<b>&运行维护及安全服务" * 3
    rows = "\n".join(f"| {words}{at:02}号经费 | {at}.5 |" for at in range(1, 41))
    heading = "# 临海市清单信息中心2025年单位预算\n\n## 第二部分 2025年单位预算表\n\n### 项目支出表\n\n单位：万元\n\n"
    path.write_text(f"{heading}| 项目名称 | 合计 |\n|---|---|\n{rows}\n| 合计 | 840.0 |\n", encoding="utf-8")
    return path


def entries_of(shown: dict[str, Any]) -> list[str]:
    """The lines of a list that a message shows."""
    return [line for line in text_of(shown).splitlines() if line.startswith("· ")]


# ---- groups ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("bot")
def test_groups_are_left_alone_unless_addressed(peer: Peer) -> None:
    """Silence without a mention; an answer as a reply with one; no guesses aloud."""
    person = Person(peer, group=-5001)
    person.say(QUESTION)
    person.say("/start@other_bot")
    person.say("/nosuchcommand")
    assert person.hears_nothing()
    message = person.say(f"@{BOT_NAME} {QUESTION}")
    shown = person.hear_one()
    assert "220.0" in text_of(shown)
    assert json.loads(shown["fields"]["reply_parameters"])["message_id"] == message["message_id"]
    assert "👎" not in str(buttons_of(shown))
    other = Person(peer, group=-5001)
    other.say(f"@{BOT_NAME} {CLARIFY}")
    unsure = other.hear_one()
    assert "没有把握" in text_of(unsure)
    assert buttons_of(unsure)[0]["url"].startswith(f"https://t.me/{BOT_NAME}?start=")


@pytest.mark.usefixtures("bot")
def test_groups_hear_replies_and_commands(peer: Peer) -> None:
    """A reply to the bot and a command with its name are for it."""
    person = Person(peer, group=-5002)
    ours = {
        "message_id": 77,
        "date": 1,
        "chat": person.chat,
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "b"},
    }
    person.say(QUESTION, reply_to_message=ours)
    assert "220.0" in text_of(person.hear_one())
    person.say(f"/about@{BOT_NAME}")
    assert "关于" in text_of(person.hear_one())


# ---- inline mode, links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["12333运维", "信息化建设", "公务接待费", "<b>&", ""])
def test_inline_cards(person: Person, text: str) -> None:
    """Up to twenty cards, each with figure and source."""
    person.type_inline(text)
    answered = person.hear_one("answerInlineQuery")
    cards = json.loads(answered["fields"]["results"])
    assert len(cards) <= 20
    assert bool(cards) is (text not in ("", "<b>&")) or text == "<b>&"
    for card in cards:
        content = card["input_message_content"]
        assert content["parse_mode"] == "HTML"
        assert "来源：" in content["message_text"]


def test_a_shared_link_opens_the_answer(person: Person, peer: Peer) -> None:
    """Somebody else who opens the link sees the same figure, also where the question leaned on another one."""
    person.ask("临江2024年信息化建设预算")
    shown = person.ask("那决算呢")
    assert "196.7" in text_of(shown)
    key = button_data(shown, "👍").split(":")[1]
    assert key in button_data(shown, "分享")
    other = Person(peer)
    assert "196.7" in text_of(other.ask(f"/start {key}"))
    assert "不在了" in text_of(other.ask("/start nosuchkey"))


# ---- commands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("/start", "每个数都给出处"),
        ("/help", "/privacy"),
        ("/units", "选一个单位"),
        ("/tables", "收支总表"),
        ("/export", "XLSX"),
        ("/terms", "名词解释"),
        ("/sources", "linjiang-2024.pdf"),
        ("/new", "重新开始"),
        ("/privacy", "180 天"),
        ("/about", "不猜测"),
        ("/nosuchcommand", "没有这个命令"),
        ("/stats", "没有这个命令"),
        ("/log", "没有这个命令"),
        ("/explain 三公经费", "没有这个命令"),
        ("/check", "没有这个命令"),
        ("/ingest", "没有这个命令"),
        ("/reload", "没有这个命令"),
    ],
)
def test_commands(person: Person, command: str, part: str) -> None:
    """Every command answers; those of staff do not exist for others."""
    shown = person.ask(command)
    assert part in text_of(shown) + str(buttons_of(shown))


def test_start_offers_four_examples_that_work(person: Person) -> None:
    """Each example leads to an answer."""
    shown = person.ask("/start")
    assert len(text_of(shown).splitlines()) == 3
    examples = buttons_of(shown)
    assert len(examples) == 4
    for example in examples:
        person.press_data(shown, example["callback_data"])
        assert "来源" in text_of(person.hear_one()) or "收录" in text_of(shown)


def test_a_unit_chosen_for_the_chat(person: Person) -> None:
    """After /units a question without a unit is about that one; /new keeps it, 不限 drops it."""
    shown = person.ask("/units")
    person.press(shown, "临江")
    assert "已选：临江" in text_of(person.hear_one("editMessageText"))
    assert "2024" in text_of(person.ask("支出总计预算是多少"))
    assert "临江" in text_of(person.ask("/new"))
    assert "临江" in text_of(person.ask("支出总计预算是多少"))
    shown = person.ask("/units")
    person.press(shown, "不限")
    assert "不再限定" in text_of(person.hear_one("editMessageText"))


def test_paging_edits_the_message(person: Person) -> None:
    """The next page replaces the one before; a page beyond the end is the last."""
    shown = person.ask("/tables")
    assert "（1/" in text_of(shown)
    person.press(shown, "下一页")
    turned = person.hear_one("editMessageText")
    assert "（2/" in text_of(turned)
    assert int(turned["fields"]["message_id"]) == shown["result"]["message_id"]
    person.press_data(shown, "p:t:0")
    assert "下一页" in str(buttons_of(person.hear_one("editMessageText")))


@pytest.mark.parametrize("form", ["XLSX", "CSV"])
def test_export_of_a_table(person: Person, bot: Bot, form: str) -> None:
    """A table comes as a file that spreadsheets open, with the amounts as numbers."""
    person.press(person.ask("/units"), "临江")
    person.hear_one("editMessageText")
    shown = person.ask("/export")
    person.press(shown, "决算支出总表")
    person.press(person.hear_one(), form)
    sent = person.hear_one("sendDocument")
    content = bot.peer.asset(sent["result"]["document"]["file_id"])
    assert sent["files"]["document"]["name"].endswith(form.lower())
    if form == "CSV":
        assert "2080108,信息化建设,196.7" in content.decode("utf-8-sig")
    else:
        assert zipfile.is_zipfile(io.BytesIO(content))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        rows = list(sheet.iter_rows(values_only=True))
        assert ("2080108", "信息化建设", 196.7) in rows


def test_a_term_is_explained(person: Person) -> None:
    """A term's button shows its definition as it stands in the document."""
    shown = person.ask("/terms")
    person.press_data(shown, buttons_of(shown)[0]["callback_data"])
    assert "<blockquote>" in text_of(person.hear_one())


def test_own_records_are_deleted(person: Person, bot: Bot) -> None:
    """The button below /privacy deletes what one asked."""
    answer = person.ask(QUESTION)
    key = button_data(answer, "👍").split(":")[1]
    assert query_log(bot, "SELECT count(*) FROM query WHERE key = ?", key) == [(1,)]
    person.press(person.ask("/privacy"), "删除")
    assert "已删除您的 1 条" in text_of(person.hear_one("editMessageText"))
    assert query_log(bot, "SELECT count(*) FROM query WHERE key = ?", key) == [(0,)]


# ---- staff -----------------------------------------------------------------------------------------------------


def document(name: str, content: bytes, size: int | None = None) -> dict[str, Any]:
    """A file that a person sends."""
    number = blake2s(name.encode()).hexdigest()
    found = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": size or len(content)}
    return {"document": found | {"fixture_data": content.hex(), "fixture_size": len(content)}}


@pytest.mark.usefixtures("bot")
def test_staff_commands(peer: Peer) -> None:
    """Staff see counts, the last questions without ids, how a question is read."""
    staff = Person(peer, id=STAFF)
    assert "提问" in text_of(staff.ask("/stats"))
    staff.ask("我的手机13812345678")
    shown = text_of(staff.ask("/log"))
    assert "13812345678" not in shown
    assert "〔手机号〕" in shown
    assert "operation" in text_of(staff.ask("/explain 三公经费为什么减少"))
    assert "重新载入" in text_of(staff.ask("/reload"))
    assert "不超过 20 MB" in text_of(staff.ask("/check"))
    assert "没有这个命令" in text_of(staff.ask("/ingest"))


def test_check_and_ingest_of_a_file(peer: Peer, bot: Bot) -> None:
    """A file with /check gives its report; with /ingest its figures can be asked for at once."""
    heading = "海口市测试信息中心2025年单位预算\n\n第一部分 预算情况说明\n\n"
    text = heading + "2025年支出预算321.5万元，比2024年增加1万元，增长0.31%。\n"
    admin = Person(peer, id=ADMIN)
    admin.say(caption="/check", **document("haikou-2025.txt", text.encode()))
    assert "haikou-2025.txt" in text_of(admin.hear_one(seconds=30))
    assert admin.hear_one("sendDocument")["files"]["document"]["name"].endswith(".html")
    admin.say(caption="/ingest", **document("../../haikou-2025.txt", text.encode()))
    assert "完成" in text_of(admin.hear_one(seconds=30))
    assert (bot.folder / "documents" / "haikou-2025.txt").exists()
    assert "321.5" in text_of(admin.ask("海口市测试信息中心2025年支出预算多少"))


@pytest.mark.parametrize(
    ("name", "size", "part"),
    [("big.pdf", 50_000_000, "超过上限"), ("run.exe", None, "不支持"), ("broken.pdf", None, "没有成功")],
)
@pytest.mark.usefixtures("bot")
def test_files_that_cannot_be_checked(peer: Peer, name: str, size: int | None, part: str) -> None:
    """Too large, of another type, damaged: one clear line."""
    staff = Person(peer, id=STAFF)
    staff.say(caption="/check", **document(name, b"%PDF-1.4 broken", size))
    assert part in text_of(staff.hear_one(seconds=30))


def test_files_of_others_are_no_orders(person: Person) -> None:
    """Who is no staff gets the line about text, or the ordinary answer to the caption."""
    person.say(caption="/check", **document("a.txt", b"x"))
    assert text_of(person.hear_one())
    person.say(**document("b.txt", b"x"))
    assert "请用文字提问" in text_of(person.hear_one())


def query_log(bot: Bot, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the bot's service.db."""
    conn = sqlite3.connect(bot.folder / "service.db")
    try:
        return conn.execute(sql, parameters).fetchall()
    finally:
        conn.close()
