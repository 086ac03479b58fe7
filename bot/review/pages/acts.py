"""The audit log, and undoing."""

from __future__ import annotations

from starlette.responses import Response

from bot.review.visit import Visit

_PAGE = 50


def acts_page(visit: Visit) -> Response:
    """What was done, the newest first."""
    before = int(visit.query("before")) if visit.query("before").isdecimal() else None
    acts = visit.desk.service.acts.last(_PAGE, before)
    return visit.page("acts.html", acts=acts, older=acts[-1].id if len(acts) == _PAGE else None)


def undo(visit: Visit) -> Response:
    """Take an act back."""
    act = visit.desk.editing(visit.session).undo(visit.number())
    return visit.back("/groups" if visit.form.get("from") == "queue" else "/acts", f"已撤销：{act.about}")


def undo_last(visit: Visit) -> Response:
    """Take back one's own last act that is not taken back yet."""
    mine = (act for act in visit.desk.service.acts.last(_PAGE) if act.who == visit.session.person.name)
    last = next((act for act in mine if act.undone_by is None and act.undoes is None), None)
    if last is None:
        return visit.back("/groups", "没有可以撤销的操作。")
    visit.desk.editing(visit.session).undo(last.id)
    return visit.back("/groups", f"已撤销：{last.about}")
