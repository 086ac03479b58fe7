"""A cell of a table that the question names: by its row and column, in whatever order they were said."""

from __future__ import annotations

from knowledge.answer.blank import documents_in_scope
from knowledge.answer.figure import say_figure
from knowledge.answer.request import Library, Request
from knowledge.cells import Cell, same_amount
from knowledge.names.match import scorer_of
from knowledge.question import Operation
from knowledge.reply import Answer
from knowledge.store.read import StoredFigure
from knowledge.text import fold_name
from knowledge.words import WordKind

_ALL_SAID = 0.999  # every word of the question must be in the row or the column
_CLEAR_GAP = 1.0  # points between the best cell and the next


def answer_lookup(request: Request, library: Library) -> Answer | None:
    """The one cell of the named table whose labels hold all that was said; None where that is not clear."""
    question = request.question
    if not question.tables or request.operation not in (Operation.FIGURE, Operation.SHARE):
        return None
    wanted = "".join(
        span.text
        for span in question.spans
        if not span.has(WordKind.TABLE, WordKind.UNIT, WordKind.REGION, WordKind.SLOT)
        and not (span.has(WordKind.FILLER) and not span.has(WordKind.CONCEPT))
    )
    figures = _figures(request, library)
    texts: dict[str, list[StoredFigure]] = {}
    for stored in figures:
        row, column = fold_name(stored.figure.citation.row), fold_name(stored.figure.citation.column)
        for text in (row + column, column + row):
            texts.setdefault(text, []).append(stored)
    ranked = (
        [match for match in scorer_of(tuple(texts)).rank(wanted, 0.0) if match.said >= _ALL_SAID and not match.by_sound]
        if wanted
        else []
    )
    best = [stored for match in ranked if match.score > ranked[0].score - _CLEAR_GAP for stored in texts[match.name]]
    if not best or not all(same_amount(stored.figure, best[0].figure) for stored in best):
        return None
    return say_figure(request, Cell((best[0],)), library)


def _figures(request: Request, library: Library) -> list[StoredFigure]:
    titles = set(request.question.tables)
    return [
        stored
        for document in documents_in_scope(request, library)
        for table in library.base.tables(document.id)
        if table.table.title in titles
        for stored in library.base.figures("table_id = ?", [table.id])
    ]
