"""The queue, one group of questions, and the decisions about it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.review.visit import Visit
from knowledge.editorial.alias import AliasKind
from knowledge.service.acts import Act
from knowledge.service.drafting import draft_answer, live_choices, near_names
from knowledge.service.editing import NOT_OURS_REPLY, EditError
from knowledge.service.groups import Filter, Group, GroupState

PAGE = 20
_DAY = 86_400.0
_DAYS = {"7": 7, "30": 30, "all": 0}
_ANY = "all"
_SHOWN_ACTS = 3


def queue_page(visit: Visit) -> Response:
    """The groups that an act would help most."""
    groups = visit.desk.service.groups
    groups.catch_up()
    wanted = _filter(visit)
    page = max(1, int(visit.query("page"))) if visit.query("page").isdecimal() else 1
    queue = groups.queue(wanted, (page - 1) * PAGE, PAGE)
    asked = {name: visit.query(name) for name in ("state", "failed", "words", "days") if visit.query(name)}
    return visit.page(
        "groups.html",
        queue=queue,
        page=page,
        last=max(1, -(-queue.total // PAGE)),
        asked=asked,
        address=lambda number: "/groups?" + urlencode({**asked, "page": number}),
        last_acts=visit.desk.service.acts.last(_SHOWN_ACTS),
    )


def _filter(visit: Visit) -> Filter:
    state, days = visit.query("state") or GroupState.OPEN, _DAYS.get(visit.query("days"), 0)
    return Filter(
        state=GroupState(state) if state in set(GroupState) else None,
        only_failed=visit.query("failed") == "1",
        words=visit.query("words").strip(),
        since=visit.desk.service.clock() - days * _DAY if days else 0.0,
    )


def group_page(visit: Visit) -> Response:
    """All about one group, and the acts."""
    service, engine = visit.desk.service, visit.desk.engine
    service.groups.catch_up()
    group = _group(visit)
    return visit.page(
        "group.html",
        group=group,
        wordings=service.groups.wordings(group.id),
        answers=service.groups.answers(group.id),
        complaints=service.groups.complaints(group.id),
        waiting=service.waiting.count(group.id),
        now=engine.ask(group.title).answer,
        draft=draft_answer(group.title, engine),
        choices=list(live_choices(group.title, engine)),
        names=near_names(group.title, engine),
        units=sorted(unit.name for unit in engine.library.base.units.values()),
        reply=NOT_OURS_REPLY,
        history=service.acts.of_row("question_group", group.id),
        faqs=[kept for kept in service.published.faqs() if kept.group_id == group.id],
        aliases=[kept for kept in service.published.aliases() if kept.group_id == group.id],
    )


def _group(visit: Visit) -> Group:
    group = visit.desk.service.groups.get(visit.number())
    if group is None:
        raise HTTPException(404, "没有这个问题组，它的提问可能已经过期删除。")
    return group


# ---- acts ----------------------------------------------------------------------------------------------------


def dismiss(visit: Visit) -> Response:
    """Nothing needs to be done."""
    return _done(visit, visit.desk.editing(visit.session).dismiss(_group(visit).id))


def note(visit: Visit) -> Response:
    """A note for those who collect documents."""
    return _done(visit, visit.desk.editing(visit.session).note(_group(visit).id, visit.form.get("note", "")))


def reopen(visit: Visit) -> Response:
    """Back into the queue."""
    return _done(visit, visit.desk.editing(visit.session).reopen(_group(visit).id))


def _done(visit: Visit, act: Act) -> Response:
    return visit.back("/groups", f"已完成：{act.about}（操作 {act.id}，可撤销）")


def draft_faq(visit: Visit) -> Response:
    """Write an answer for the group."""
    wordings = visit.form.get("wordings", "").splitlines()
    kept = visit.desk.editing(visit.session).draft_faq(wordings, visit.form.get("answer", ""), _group(visit).id)
    return visit.back(f"/faqs/{kept.faq.id}", "草稿已保存。发布之前不会有人看到。")


def not_ours(visit: Visit) -> Response:
    """A polite reply for what no budget answers."""
    reply = visit.form.get("reply", "").strip() or NOT_OURS_REPLY
    kept = visit.desk.editing(visit.session).not_ours(_group(visit).id, reply)
    return visit.back(f"/faqs/{kept.faq.id}", "草稿已保存。发布之前不会有人看到。")


def draft_alias(visit: Visit) -> Response:
    """Let a wording stand for a name."""
    return make_alias(visit, _group(visit).id)


def make_alias(visit: Visit, group_id: int | None = None) -> Response:
    """Draft an alias from the form."""
    kind = visit.form.get("kind", "")
    if kind not in set(AliasKind):
        raise EditError("请选择别名是指项目或科目，还是指单位。")
    kept = visit.desk.editing(visit.session).draft_alias(
        AliasKind(kind), visit.form.get("wording", ""), visit.form.get("target", ""), visit.desk.engine, group_id
    )
    return visit.back(f"/aliases/{kept.alias.id}", "草稿已保存。下面是发布后会改变的答复。")


ACTS: dict[str, Callable[[Visit], Response]] = {
    "dismiss": dismiss,
    "note": note,
    "reopen": reopen,
    "faq": draft_faq,
    "not-ours": not_ours,
    "alias": draft_alias,
}
