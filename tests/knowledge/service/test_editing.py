"""What editors do: drafts, proofs, approvals, aliases, decisions, all of them undoable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk import Log

from knowledge.editorial.alias import AliasKind
from knowledge.editorial.faq import FaqKind, FaqUnusable
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.service.acts import ActKind, CannotUndo
from knowledge.service.editing import EditError, Editing, NotAllowed, NotProved
from knowledge.service.groups import Filter, Group, GroupState
from knowledge.service.published import State
from knowledge.service.service import Service

LIVE = "热线一年是{{养老服务热线运行经费多少}}。"


@pytest.fixture
def group(kept: Service, log: Log) -> Group:
    """A group of two unanswered questions."""
    log("打养老电话一年花多少", user="a")
    log("打养老电话一年要花多少", user="b")
    kept.groups.catch_up()
    return kept.groups.queue().groups[0]


def _now(engine: Engine, kept: Service) -> Engine:
    return engine.edited(kept.published.editorial())


# ---- answers -----------------------------------------------------------------------------------------------


def test_a_draft_reaches_nobody_an_approved_answer_does(
    kept: Service, engine: Engine, editor: Editing, approver: Editing, group: Group, log: Log
) -> None:
    """Draft, refusal to the editor, approval, answer with hits, retirement."""
    faq = editor.draft_faq([one.text for one in kept.groups.wordings(group.id)], LIVE, group.id)
    assert faq.state is State.DRAFT
    assert kept.groups.get(group.id).state is GroupState.FAQ  # type: ignore[union-attr]
    assert _now(engine, kept).ask(group.title).faq_id is None
    with pytest.raises(NotAllowed):
        editor.approve_faq(faq.faq.id, engine)
    approver.approve_faq(faq.faq.id, engine)
    assert "20.0 万元" in _now(engine, kept).ask("请问打养老电话一年花多少").answer.text
    log("打养老电话一年花多少", user="c")
    assert kept.published.faq(faq.faq.id).hits == 1  # type: ignore[union-attr]
    kept.groups.catch_up()
    assert kept.groups.get(group.id).asked == 3  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        editor.retire_faq(faq.faq.id)
    approver.retire_faq(faq.faq.id)
    assert _now(engine, kept).ask(group.title).faq_id is None
    assert kept.groups.get(group.id).state is GroupState.OPEN  # type: ignore[union-attr]


def test_approving_shows_first_what_would_move(kept: Service, engine: Engine, approver: Editing, log: Log) -> None:
    """An answer that takes over answered questions needs the digest of what it moves."""
    log("青山市民政局办公费多少")
    faq = approver.draft_faq(["青山市民政局的办公费"], "办公费见{{青山市民政局差旅费多少}}")
    with pytest.raises(NotProved) as seen:
        approver.approve_faq(faq.faq.id, engine)
    (moved,) = seen.value.proof.moved
    assert moved.question.text == "青山市民政局办公费多少"
    assert "3.20" in moved.before.text
    assert "1.10" in moved.after.text
    with pytest.raises(NotProved):
        approver.approve_faq(faq.faq.id, engine, seen="0" * 16)
    approver.approve_faq(faq.faq.id, engine, seen=seen.value.proof.digest)
    assert kept.published.faq(faq.faq.id).state is State.APPROVED  # type: ignore[union-attr]
    assert not kept.bank.since_asked(_now(engine, kept)).moved, "what was approved is accepted"


def test_an_answer_that_cannot_be_given_is_not_approved(engine: Engine, approver: Editing) -> None:
    """Its question must have an answer now."""
    faq = approver.draft_faq(["地铁花了多少"], "{{地铁建设花了多少}}")
    with pytest.raises(FaqUnusable, match="现在没有答案"):
        approver.approve_faq(faq.faq.id, engine)


def test_an_edited_answer_is_a_draft_again(kept: Service, engine: Engine, approver: Editing, editor: Editing) -> None:
    """What was approved is not changed under the approval."""
    faq = approver.draft_faq(["养老电话花多少"], LIVE).faq
    approver.approve_faq(faq.id, engine)
    with pytest.raises(NotAllowed):
        editor.edit_faq(faq.id, ["养老电话花多少"], "不花钱")
    assert approver.edit_faq(faq.id, ["养老电话花多少", " "], "不花钱").state is State.DRAFT
    assert not kept.published.editorial().faqs


def test_what_is_not_ours_gets_a_polite_reply(kept: Service, engine: Engine, approver: Editing, group: Group) -> None:
    """Drafted from the group's wordings."""
    faq = approver.not_ours(group.id)
    assert faq.faq.kind is FaqKind.NOT_OURS
    approver.approve_faq(faq.faq.id, engine)
    assert "不在公开预算、决算的范围内" in _now(engine, kept).ask(group.title).answer.text


def test_personal_data_does_not_come_in_with_wordings(approver: Editing) -> None:
    """A number that somebody typed is masked in what is published."""
    assert approver.draft_faq(["打13812345678问什么"], "请查文件").faq.wordings == ("打〔手机号〕问什么",)


# ---- aliases -----------------------------------------------------------------------------------------------


def test_an_alias_shows_whose_answers_change(
    kept: Service, engine: Engine, editor: Editing, approver: Editing, log: Log
) -> None:
    """Also unanswered questions that hold the wording."""
    log("打电话的钱多少")
    alias = editor.draft_alias(AliasKind.ITEM, "打电话的钱", "养老服务热线运行经费", engine)
    proof = editor.prove_alias(alias.alias.id, engine)
    assert [(one.question.text, one.before.status, one.after.status) for one in proof.moved] == [
        ("打电话的钱多少", "refused", "answered")
    ]
    with pytest.raises(NotAllowed):
        editor.approve_alias(alias.alias.id, engine, proof.digest)
    with pytest.raises(NotProved):
        approver.approve_alias(alias.alias.id, engine)
    approver.approve_alias(alias.alias.id, engine, proof.digest)
    assert "20.0 万元" in _now(engine, kept).ask("打电话的钱是多少").answer.text
    approver.retire_alias(alias.alias.id)
    assert not kept.published.editorial().aliases


@pytest.mark.parametrize(
    ("kind", "wording", "target", "says"),
    [
        (AliasKind.ITEM, "办公费", "差旅费", "已经是文件里的名称"),
        (AliasKind.UNIT, "青山市民政局", "白水县司法局", "已经是文件里的名称"),
        (AliasKind.ITEM, "多少", "差旅费", "是常用词"),
        (AliasKind.ITEM, "费", "差旅费", "太短"),
        (AliasKind.ITEM, "车马费", "没有这一项经费", "文件里没有"),
        (AliasKind.UNIT, "老年局", "差旅费", "文件里没有"),
    ],
)
def test_an_alias_that_means_something_already_is_refused(
    engine: Engine, editor: Editing, kind: AliasKind, wording: str, target: str, says: str
) -> None:
    """Names of the documents, everyday words, unknown targets."""
    with pytest.raises(EditError, match=says):
        editor.draft_alias(kind, wording, target, engine)


def test_two_aliases_of_one_wording_are_refused(engine: Engine, approver: Editing) -> None:
    """The second one has to wait until the first is retired."""
    first = approver.draft_alias(AliasKind.ITEM, "车马费", "差旅费", engine)
    approver.approve_alias(first.alias.id, engine)
    with pytest.raises(EditError, match="已经是别名"):
        approver.draft_alias(AliasKind.ITEM, "车马 费", "办公费", engine)


# ---- decisions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "state", "note"),
    [
        (lambda editing, group: editing.dismiss(group), GroupState.DISMISSED, ""),
        (
            lambda editing, group: editing.note(group, "缺2025年决算，找13812345678"),
            GroupState.DATA_TEAM,
            "缺2025年决算，找〔手机号〕",
        ),
    ],
)
def test_a_decision_takes_a_group_out_of_the_queue_and_undo_brings_it_back(
    kept: Service, editor: Editing, group: Group, act: Callable[..., object], state: GroupState, note: str
) -> None:
    """With who and when in the audit log."""
    act(editor, group.id)
    found = kept.groups.get(group.id)
    assert found is not None
    assert (found.state, found.note) == (state, note)
    assert kept.groups.queue().total == 0
    last = kept.acts.last()[0]
    assert (last.who, last.about, last.undone_by) == ("小李", group.title, None)
    editor.undo(last.id)
    assert kept.groups.queue(Filter()).total == 1
    assert kept.acts.get(last.id).undone_by == kept.acts.last()[0].id  # type: ignore[union-attr]
    with pytest.raises(CannotUndo, match="已经撤销过"):
        editor.undo(last.id)


def test_undoing_a_draft_removes_it_and_undoing_that_brings_it_back(
    kept: Service, editor: Editing, group: Group
) -> None:
    """An undo is an act like others."""
    faq = editor.draft_faq(["甲甲甲"], "乙", group.id).faq
    drafted = kept.acts.last()[0]
    undone = editor.undo(drafted.id)
    assert kept.published.faq(faq.id) is None
    assert kept.groups.get(group.id).state is GroupState.OPEN  # type: ignore[union-attr]
    editor.undo(undone.id)
    assert kept.published.faq(faq.id).faq == faq  # type: ignore[union-attr]


def test_an_act_is_undone_only_while_nothing_came_after_it(
    kept: Service, engine: Engine, editor: Editing, approver: Editing
) -> None:
    """And what citizens read is taken back only by who may approve."""
    faq = editor.draft_faq(["养老电话花多少"], LIVE).faq
    drafted = kept.acts.last()[0]
    approved = approver.approve_faq(faq.id, engine)
    with pytest.raises(CannotUndo, match="之后又有改动"):
        approver.undo(drafted.id)
    with pytest.raises(NotAllowed):
        editor.undo(approved.id)
    approver.undo(approved.id)
    assert kept.published.faq(faq.id).state is State.DRAFT  # type: ignore[union-attr]
    assert [act.kind for act in kept.acts.of_row("faq", faq.id)] == [
        ActKind.UNDO,
        ActKind.APPROVE_FAQ,
        ActKind.DRAFT_FAQ,
    ]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("dismiss", (99,)),
        ("note", (99, "缺文件")),
        ("retire_faq", (99,)),
        ("retire_alias", (99,)),
        ("undo", (99,)),
        ("draft_faq", ([" "], "答")),
    ],
)
def test_what_is_not_there_is_said(kept: Service, approver: Editing, name: str, arguments: tuple[object, ...]) -> None:
    """In words that say what to do, and nothing is noted."""
    with pytest.raises(BudgetError):
        getattr(approver, name)(*arguments)
    assert not kept.acts.last()
