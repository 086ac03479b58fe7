"""Editors' answers: the list, the editor with its preview, the proof before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.render.telegram_html import render_answer
from bot.review.visit import Visit
from knowledge.editorial.faq import Faq, FaqUnusable, compose
from knowledge.engine import Engine
from knowledge.service.drafting import live_choices
from knowledge.service.editing import NotProved
from knowledge.service.published import KeptFaq, State


@dataclass(frozen=True, slots=True)
class Preview:
    """An answer as Telegram shows it, or why it cannot be shown."""

    messages: tuple[Markup, ...] = ()
    problem: str = ""


def preview_of(faq: Faq, engine: Engine) -> Preview:
    """What a citizen would read now."""
    try:
        faq.check()
        answer = compose(faq.wordings[0], faq, lambda live: engine.ask_documents(live).answer)
    except FaqUnusable as error:
        return Preview(problem=str(error))
    return Preview(tuple(Markup(message) for message in render_answer(answer)))


def faqs_page(visit: Visit) -> Response:
    """All answers."""
    return visit.page("faqs.html", faqs=visit.desk.service.published.faqs())


def faq_page(visit: Visit) -> Response:
    """One answer with its editor, its preview and what publishing it would change."""
    kept, engine = _kept(visit), visit.desk.engine
    preview = preview_of(kept.faq, engine)
    is_open = kept.state is not State.APPROVED and not preview.problem
    return visit.page(
        "faq.html",
        kept=kept,
        preview=preview,
        choices=list(live_choices(kept.faq.wordings[0], engine)),
        proof=visit.desk.editing(visit.session).prove_faq(kept.faq.id, engine) if is_open else None,
        history=visit.desk.service.acts.of_row("faq", kept.faq.id),
    )


def new_faq_page(visit: Visit) -> Response:
    """An empty editor."""
    return visit.page("faq_new.html")


def create(visit: Visit) -> Response:
    """Draft an answer that no group asked for."""
    kept = visit.desk.editing(visit.session).draft_faq(
        visit.form.get("wordings", "").splitlines(), visit.form.get("answer", "")
    )
    return visit.back(f"/faqs/{kept.faq.id}", "草稿已保存。发布之前不会有人看到。")


def edit(visit: Visit) -> Response:
    """Change an answer."""
    kept = visit.desk.editing(visit.session).edit_faq(
        _kept(visit).faq.id, visit.form.get("wordings", "").splitlines(), visit.form.get("answer", "")
    )
    return visit.back(f"/faqs/{kept.faq.id}", "已保存为草稿。")


def approve(visit: Visit) -> Response:
    """Publish an answer whose consequences were shown."""
    kept = _kept(visit)
    try:
        visit.desk.editing(visit.session).approve_faq(kept.faq.id, visit.desk.engine, visit.form.get("seen", ""))
    except NotProved as error:
        return visit.back(f"/faqs/{kept.faq.id}", str(error))
    return visit.back(f"/faqs/{kept.faq.id}", "已发布。")


def retire(visit: Visit) -> Response:
    """Take an answer back."""
    kept = _kept(visit)
    visit.desk.editing(visit.session).retire_faq(kept.faq.id)
    return visit.back(f"/faqs/{kept.faq.id}", "已停用。")


def _kept(visit: Visit) -> KeptFaq:
    kept = visit.desk.service.published.faq(visit.number())
    if kept is None:
        raise HTTPException(404, "没有这条常见问题。")
    return kept
