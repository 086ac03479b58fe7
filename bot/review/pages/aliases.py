"""Other words for known names: the list with its form, and one alias with its proof."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.review.pages.groups import make_alias
from bot.review.visit import Visit
from knowledge.service.editing import EditError, NotProved
from knowledge.service.proof import Proof
from knowledge.service.published import KeptAlias, State


def aliases_page(visit: Visit) -> Response:
    """All aliases, and the form for another."""
    base = visit.desk.base
    names = {item.subject.name for unit_id in base.units for item in base.items_of(unit_id)}
    return visit.page(
        "aliases.html",
        aliases=visit.desk.service.published.aliases(),
        names=sorted(names | {unit.name for unit in base.units.values()}),
    )


def create(visit: Visit) -> Response:
    """Draft an alias that no group asked for."""
    return make_alias(visit)


def alias_page(visit: Visit) -> Response:
    """One alias and the answers that it would change."""
    kept, problem = _kept(visit), ""
    proof: Proof | None = None
    if kept.state is not State.APPROVED:
        try:
            proof = visit.desk.editing(visit.session).prove_alias(kept.alias.id, visit.desk.engine)
        except EditError as error:
            problem = str(error)
    history = visit.desk.service.acts.of_row("alias", kept.alias.id)
    return visit.page("alias.html", kept=kept, proof=proof, problem=problem, history=history)


def approve(visit: Visit) -> Response:
    """Publish an alias whose consequences were shown."""
    kept = _kept(visit)
    try:
        visit.desk.editing(visit.session).approve_alias(kept.alias.id, visit.desk.engine, visit.form.get("seen", ""))
    except NotProved as error:
        return visit.back(f"/aliases/{kept.alias.id}", str(error))
    return visit.back(f"/aliases/{kept.alias.id}", "已发布。")


def retire(visit: Visit) -> Response:
    """Take an alias back."""
    kept = _kept(visit)
    visit.desk.editing(visit.session).retire_alias(kept.alias.id)
    return visit.back(f"/aliases/{kept.alias.id}", "已停用。")


def _kept(visit: Visit) -> KeptAlias:
    kept = visit.desk.service.published.alias(visit.number())
    if kept is None:
        raise HTTPException(404, "没有这个别名。")
    return kept
