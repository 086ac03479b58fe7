"""The screens, and a week's work on them."""

from __future__ import annotations

import re

import pytest
from page_visitor import Visitor

from bot.review.desk import ReviewDesk
from knowledge.service.groups import GroupState
from knowledge.service.published import State
from knowledge.service.service import Service


def _number_of(service: Service, words: str) -> int:
    service.groups.catch_up()
    return next(group.id for group in service.groups.queue().groups if words in group.title)


def test_the_queue_shows_what_helps_most_first(editor: Visitor) -> None:
    """Unanswered before answered, with counts; filters narrow it."""
    titles = re.findall(r"data-open>([^<]+)", editor.get("/groups").text)
    assert titles[-1] == "12333咨询服务运维经费多少"
    assert "地铁建设花了多少" in titles[:-1]
    found = re.findall(r"data-open>([^<]+)", editor.get("/groups?words=社保卡&failed=1").text)
    assert sorted(found) == ["社保卡在哪里补办", "社保卡怎么补办"]
    assert "没有要处理的问题" in editor.get("/groups?state=dismissed").text


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=99999", "page=x", "state=nonsense", "days=x", "words=%27"]
)
def test_odd_filters_are_no_fault(editor: Visitor, query: str) -> None:
    """Whatever stands in the address."""
    assert editor.get(f"/groups?{query}").status_code == 200


def test_from_a_question_to_a_published_answer(
    desk: ReviewDesk, service: Service, editor: Visitor, approver: Visitor
) -> None:
    """The editor drafts from the group, the approver sees the preview and publishes, the engine answers with it."""
    number = _number_of(service, "打12333一年")
    page = editor.get(f"/groups/{number}").text
    assert "打12333一年要花多少" in page
    response = editor.post(
        f"/groups/{number}/faq",
        wordings="打12333一年花多少\n打12333一年要花多少",
        answer="{{12333咨询服务运维经费多少}}。",
    )
    assert response.headers["location"] == "/faqs/1"
    assert "草稿已保存" in editor.get("/faqs/1").text
    assert desk.engine.ask("打12333一年花多少").faq_id is None
    shown = approver.get("/faqs/1").text
    assert '<div class="bubble"><b>220.0 万元</b>。' in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None
    approver.post("/faqs/1/approve", seen=seen.group(1))
    assert service.published.faq(1).state is State.APPROVED  # type: ignore[union-attr]
    assert "220.0 万元" in desk.engine.ask("请问打12333一年花多少").answer.text
    approver.post("/faqs/1/retire")
    assert desk.engine.ask("打12333一年花多少").faq_id is None


def test_an_alias_with_its_proof(desk: ReviewDesk, service: Service, approver: Visitor) -> None:
    """Who asked with the word is shown before and after; publishing needs what was shown."""
    number = _number_of(service, "热线的钱")
    approver.post(f"/groups/{number}/alias", wording="热线的钱", target="12333咨询服务运维经费", kind="item")
    shown = approver.get("/aliases/1").text
    assert "热线的钱是多少" in shown
    approver.post("/aliases/1/approve", seen="0" * 16)
    assert service.published.alias(1).state is State.DRAFT  # type: ignore[union-attr]
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None
    approver.post("/aliases/1/approve", seen=seen.group(1))
    assert "220.0 万元" in desk.engine.ask("热线的钱是多少").answer.text
    approver.post("/acts/undo-last")
    assert service.published.alias(1).state is State.DRAFT  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("act", "fields", "state"),
    [
        ("dismiss", {}, GroupState.DISMISSED),
        ("note", {"note": "缺地铁公司的预算"}, GroupState.DATA_TEAM),
        ("not-ours", {}, GroupState.NOT_OURS),
    ],
)
def test_one_click_decides_and_another_takes_it_back(
    service: Service, editor: Visitor, act: str, fields: dict[str, str], state: GroupState
) -> None:
    """With a line that says what was done."""
    number = _number_of(service, "地铁")
    response = editor.post(f"/groups/{number}/{act}", **fields)
    assert response.status_code == 303
    assert service.groups.get(number).state is state  # type: ignore[union-attr]
    editor.post("/acts/undo-last")
    assert service.groups.get(number).state is GroupState.OPEN  # type: ignore[union-attr]
    assert "已撤销：" in editor.get("/groups").text
    assert "已撤销：" not in editor.get("/groups").text, "it is said once"


def test_what_cannot_be_done_is_said(editor: Visitor) -> None:
    """In Chinese, with the way back."""
    editor.get("/groups")
    assert "写死的数字" in editor.post("/faqs/new", wordings="甲甲", answer="220万元").text
    assert editor.post("/groups/1/note", note=" ").status_code == 422
    assert editor.post("/aliases", wording="多少", target="差旅费", kind="item").status_code == 422
    assert editor.post("/aliases", wording="热线的钱", target="差旅费", kind="x").status_code == 422
    missing = editor.get("/groups/999999")
    assert missing.status_code == 404
    assert "没有这个问题组" in missing.text
    assert "没有这个页面" in editor.get("/nowhere").text


def test_documents_with_what_was_read(editor: Visitor) -> None:
    """From the list to the table to the place of a figure."""
    listed = editor.get("/documents").text
    address = re.search(r'href="(/documents/\d+)"', listed)
    assert address is not None
    document = editor.get(address.group(1)).text
    table = re.search(r'href="(/documents/\d+/tables/\d+)">(?:收支|项目|部门|单位)', document)
    assert table is not None
    figure = re.search(r'href="(/figures/\d+)">([\d.,]+)<', editor.get(table.group(1)).text)
    assert figure is not None
    assert f"<q>{figure.group(2)}</q>" in editor.get(figure.group(1)).text
    assert "≠" in editor.get("/findings").text


def test_statistics_count_the_log(editor: Visitor) -> None:
    """The chart's numbers stand in a table too."""
    editor.get("/groups")
    text = editor.get("/statistics").text
    assert re.search(r'<td class="number">7</td>', text)
    assert "<svg" in text
    assert "12333咨询服务运维经费多少" in text
    assert "项目支出表" in text or "project" in text


def test_screens_can_be_read_aloud(editor: Visitor) -> None:
    """Language, landmarks, one heading, a name for each field."""
    for path in ("/groups", "/groups/1", "/faqs/new", "/aliases", "/statistics", "/acts"):
        text = editor.get(path).text
        assert '<html lang="zh-CN">' in text
        assert text.count("<h1>") == 1
        assert 'class="skip" href="#main"' in text
        fields = re.findall(r"<(?:input|textarea|select)(?![^>]*type=\"(?:hidden|radio|checkbox)\")[^>]*>", text)
        for one in fields:
            name = re.search(r'id="([^"]+)"', one)
            wrapped = re.search(r"<label>[^<]*" + re.escape(one), text)
            assert wrapped or (name and f'for="{name.group(1)}"' in text), one
