"""About the service itself: greetings, help, what is known, what the documents contradict."""

from __future__ import annotations

from knowledge.answer.blank import documents_in_scope
from knowledge.answer.outcome import refuse, usual_questions
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import aligned, amount, label_of, source, value_of, whose
from knowledge.cells import find_cells
from knowledge.model import Citation, Location
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import Finding, StoredFigure

_MOST_FINDINGS = 6
_MOST_UNITS = 15
_REFUSALS = {
    "personal": "这里只回答公开预算里的数据，不提供个人信息（电话、证件、个人收入等）。",
    "person-pay": "公开预算里没有个人的工资或联系方式，无法回答。",
    "opinion": "这里只回答文件里写明的数据，不作评价。",
    "forecast": "文件里没有对以后的预测，无法回答。",
}


def answer_refusal(request: Request, reason: str, library: Library) -> Answer:
    """What the documents never say."""
    return refuse(request, reason, _REFUSALS[reason], usual_questions(library, request.scope.unit_ids))


def answer_smalltalk(request: Request, library: Library) -> Answer:
    """A greeting, with what can be asked."""
    options = usual_questions(library, ())
    text = "您好，我可以回答公开预算、决算里的数据，并给出处。您可以这样问：\n" + "\n".join(
        f"· {option}" for option in options
    )
    return Answer(request.question.text, Status.ANSWERED, Kind.SMALLTALK, text, related=tuple(options))


def answer_help(request: Request, library: Library) -> Answer:
    """How to ask."""
    options = usual_questions(library, ())
    text = (
        "直接输入问题即可，例如：\n"
        + "\n".join(f"· {option}" for option in options)
        + ("\n还可以问：比上年增减及原因、占比、比较、排名、合计、绩效指标、立项依据、名词解释，或“有哪些单位”。")
    )
    return Answer(request.question.text, Status.ANSWERED, Kind.HELP, text, related=tuple(options))


def answer_contents(request: Request, library: Library) -> Answer:
    """Which units, years and tables are known."""
    documents = documents_in_scope(request, library)
    lines = [f"收录了 {len({stored.unit_id for stored in documents})} 个单位的 {len(documents)} 份文件："]
    lines += [f"· {stored.document.title}（{stored.document.file}）" for stored in documents[:_MOST_UNITS]]
    if "表" in request.question.folded and documents:
        tables = [stored.table.title for stored in library.base.tables(documents[0].id) if stored.table.title]
        lines += [f"{documents[0].document.title}的表：", *(f"· {title}" for title in dict.fromkeys(tables))]
    citations = tuple(
        Citation(stored.document, stored.document.unit_name, location=Location()) for stored in documents[:3]
    )
    return Answer(request.question.text, Status.ANSWERED, Kind.LIST, "\n".join(lines), citations=citations)


# ---- contradictions ----------------------------------------------------------------------------------------


def answer_check(request: Request, library: Library) -> Answer:
    """Whether figures agree: those that are named, or all of the document."""
    if request.targets:
        figures = [
            stored
            for target in request.targets
            for cell in find_cells(library.base, target, request.scope)
            for stored in cell.figures
        ]
        figures += _beside(request, library)
        findings = _touching(figures, library)
        return _say_findings(request, findings, figures, library)
    documents = documents_in_scope(request, library)[:1]
    findings = [finding for stored in documents for finding in library.base.findings(stored.id)]
    return _say_findings(request, findings, [], library)


def _beside(request: Request, library: Library) -> list[StoredFigure]:
    """All printed amounts of the same rows: a contradiction may lie between columns."""
    ids = [item_id for target in request.targets if not target.is_whole for item_id in target.item_ids]
    return library.base.figures_of_items(ids) if ids else []


def _touching(figures: list[StoredFigure], library: Library) -> list[Finding]:
    """Findings of the figures; of two named amounts those that hold both first."""
    findings = library.base.findings_of_figures(stored.id for stored in figures)
    asked = {stored.id for stored in figures}
    return sorted(findings, key=lambda finding: -len(asked.intersection(finding.figure_ids)))


def _say_findings(request: Request, findings: list[Finding], figures: list[StoredFigure], library: Library) -> Answer:
    if not findings:
        return _none_found(request, figures, library)
    shown = findings[:_MOST_FINDINGS]
    ids = list(dict.fromkeys(figure_id for finding in shown for figure_id in finding.figure_ids))
    involved = library.base.figures(f"figure.id IN ({', '.join('?' * len(ids))})", ids) if ids else []
    lines = [
        f"对不上，原文有 {len(findings)} 处需要核对："
        if any(f.severity == "error" for f in findings)
        else f"有 {len(findings)} 处尾差或需要核对："
    ]
    lines += [f"· {finding.message}（{finding.arithmetic}）" for finding in shown]
    lines += list(dict.fromkeys(source(stored.figure.citation) for stored in involved[:3]))
    citations = tuple(dict.fromkeys(stored.figure.citation for stored in involved))[:10]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.CHECK,
        "\n".join(lines),
        values=tuple(value_of(stored.figure) for stored in involved[:6]),
        citations=citations,
        warnings=tuple(
            f"{finding.message}（{finding.arithmetic}）" for finding in shown if finding.severity == "error"
        ),
    )


def _none_found(request: Request, figures: list[StoredFigure], library: Library) -> Answer:
    if not figures:
        documents = documents_in_scope(request, library)[:1]
        if not documents:
            return refuse(request, "no-item", "没有收录可以核对的文件。", kind=Kind.CHECK)
        document = documents[0].document
        text = f"《{document.title}》里没有发现前后矛盾的数（核对了表内合计、表间一致、文字与表）。"
        return Answer(
            request.question.text,
            Status.ANSWERED,
            Kind.CHECK,
            text,
            citations=(Citation(document, document.unit_name),),
        )
    shown = figures[:_MOST_FINDINGS]
    lines = [
        "没有发现矛盾：各处印的数一致。",
        *aligned([(label_of(one.figure), amount(one.figure)) for one in shown[:4]]),
        whose(shown[0].figure.citation),
        source(shown[0].figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.CHECK,
        "\n".join(lines),
        values=tuple(value_of(one.figure) for one in shown[:2]),
        citations=tuple(one.figure.citation for one in shown),
    )
