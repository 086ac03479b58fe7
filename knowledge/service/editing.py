"""The acts of editors on groups of questions, answers and aliases: checked, proved, noted, undoable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.editorial.alias import Alias, AliasKind
from knowledge.editorial.editorial import Editorial
from knowledge.editorial.faq import Faq, FaqKind, compose
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.service.accounts import Person
from knowledge.service.acts import Act, ActKind, Acts, Row
from knowledge.service.groups import Group, Groups, GroupState
from knowledge.service.inbox import Clock
from knowledge.service.mask import mask_personal
from knowledge.service.proof import Bank, Proof, compare
from knowledge.service.published import KeptAlias, KeptFaq, Published, State
from knowledge.text import fold_name
from knowledge.vocabulary import lexicon_words

NOT_OURS_REPLY = "这个问题不在公开预算、决算的范围内，我回答不了。请向负责这项业务的部门咨询。"
_SHORTEST_ALIAS = 2


class EditError(BudgetError):
    """An act that cannot be done so; the message says what to change."""


class NotAllowed(BudgetError):
    """An act that this person's role does not include."""


class NotProved(BudgetError):
    """Publishing would move answers that the person has not seen yet."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(f"有 {len(proof.moved)} 个问题的答复会改变，请先看过（编号 {proof.digest}）再批准。")
        self.proof = proof


@dataclass(frozen=True, slots=True)
class Editing:
    """What one person does."""

    person: Person
    acts: Acts
    groups: Groups
    published: Published
    bank: Bank
    clock: Clock

    # ---- groups --------------------------------------------------------------------------------------------

    def dismiss(self, group_id: int) -> Act:
        """Nothing needs to be done about a group."""
        return self._decide(group_id, ActKind.DISMISS, GroupState.DISMISSED)

    def note(self, group_id: int, note: str) -> Act:
        """Leave a note for those who collect documents: one is missing or misread."""
        if not note.strip():
            raise EditError("请写明缺哪份文件，或者哪里读错了。")
        return self._decide(group_id, ActKind.NOTE, GroupState.DATA_TEAM, mask_personal(note.strip()))

    def reopen(self, group_id: int) -> Act:
        """Put a group back into the queue."""
        return self._decide(group_id, ActKind.REOPEN, GroupState.OPEN, "")

    def _decide(self, group_id: int, kind: ActKind, state: GroupState, note: str | None = None) -> Act:
        group = self._group(group_id)
        values: Row = {"state": str(state), "note": group.note if note is None else note}
        return self.acts.do(self.person.name, kind, group.title, [("question_group", group_id, values)])

    def _group(self, group_id: int) -> Group:
        group = self.groups.get(group_id)
        if group is None:
            raise EditError(f"没有编号为 {group_id} 的问题组。请刷新列表。")
        return group

    # ---- answers -------------------------------------------------------------------------------------------

    def draft_faq(
        self, wordings: Sequence[str], answer: str, group_id: int | None = None, kind: FaqKind = FaqKind.ANSWER
    ) -> KeptFaq:
        """Write an answer; nobody sees it before it is approved. Raises FaqUnusable, EditError."""
        faq = Faq(0, kind, answer.strip(), _clean(wordings))
        faq.check()
        state = GroupState.NOT_OURS if kind is FaqKind.NOT_OURS else GroupState.FAQ
        changes = self._group_changes(group_id, state)
        values: Row = {**_faq_row(faq), **self._drafted(), "group_id": group_id}
        act = self.acts.do(self.person.name, ActKind.DRAFT_FAQ, faq.wordings[0], [("faq", None, values), *changes])
        return self._faq(act.changes[0].id)

    def not_ours(self, group_id: int, reply: str = NOT_OURS_REPLY) -> KeptFaq:
        """Draft a polite reply for questions that no budget answers."""
        wordings = [wording.text for wording in self.groups.wordings(self._group(group_id).id)]
        return self.draft_faq(wordings, reply, group_id, FaqKind.NOT_OURS)

    def edit_faq(self, faq_id: int, wordings: Sequence[str], answer: str) -> KeptFaq:
        """Change an answer; what was approved is a draft again."""
        kept = self._faq(faq_id)
        if kept.state is State.APPROVED:
            self._must_approve()
        faq = replace(kept.faq, wordings=_clean(wordings), answer=answer.strip())
        faq.check()
        values: Row = {**_faq_row(faq), "state": str(State.DRAFT), "approved_by": None, "approved_time": None}
        self.acts.do(self.person.name, ActKind.EDIT_FAQ, faq.wordings[0], [("faq", faq_id, values)])
        return self._faq(faq_id)

    def prove_faq(self, faq_id: int, engine: Engine) -> Proof:
        """What would be answered otherwise with an answer. Raises FaqUnusable where it cannot be said now."""
        faq = self._faq(faq_id).faq
        faq.check()
        compose(faq.wordings[0], faq, lambda live: engine.ask_documents(live).answer)
        now = engine.editorial
        others = tuple(one for one in now.faqs if one.id != faq_id)
        return self._prove(engine, replace(now, faqs=(*others, faq)), faq.wordings)

    def approve_faq(self, faq_id: int, engine: Engine, seen: str = "") -> Act:
        """Publish an answer. Raises NotProved unless `seen` is the digest of what it moves, or it moves nothing.

        That the answer's own wordings get it moves nothing else.
        """
        self._must_approve()
        kept = self._faq(faq_id)
        proof = self.prove_faq(faq_id, engine)
        self._must_be_seen(proof, seen)
        act = self.acts.do(
            self.person.name, ActKind.APPROVE_FAQ, kept.faq.wordings[0], [("faq", faq_id, self._approved())]
        )
        self.bank.accept(proof)
        return act

    def retire_faq(self, faq_id: int) -> Act:
        """Take an answer back; the group that it was for returns to the queue."""
        kept = self._faq(faq_id)
        if kept.state is State.APPROVED:
            self._must_approve()
        changes = [("faq", faq_id, {"state": str(State.RETIRED)}), *self._group_changes(kept.group_id, GroupState.OPEN)]
        return self.acts.do(self.person.name, ActKind.RETIRE_FAQ, kept.faq.wordings[0], changes)

    def _faq(self, faq_id: int) -> KeptFaq:
        kept = self.published.faq(faq_id)
        if kept is None:
            raise EditError(f"没有编号为 {faq_id} 的常见问题。请刷新列表。")
        return kept

    # ---- aliases -------------------------------------------------------------------------------------------

    def draft_alias(
        self, kind: AliasKind, wording: str, target: str, engine: Engine, group_id: int | None = None
    ) -> KeptAlias:
        """Let a wording stand for a name of the documents, once approved. Raises EditError for a collision."""
        alias = Alias(0, kind, wording.strip(), target.strip())
        self._check_alias(alias, engine)
        values: Row = {
            **_alias_row(alias),
            **self._drafted(),
            "group_id": group_id,
        }
        changes = self._group_changes(group_id, GroupState.ALIAS)
        about = f"{alias.wording} → {alias.target}"
        act = self.acts.do(self.person.name, ActKind.DRAFT_ALIAS, about, [("alias", None, values), *changes])
        return self._alias(act.changes[0].id)

    def prove_alias(self, alias_id: int, engine: Engine) -> Proof:
        """What would be answered otherwise with an alias, among them all logged questions that hold it."""
        alias = self._alias(alias_id).alias
        self._check_alias(alias, engine)
        others = tuple(one for one in engine.editorial.aliases if one.id != alias_id)
        return self._prove(engine, replace(engine.editorial, aliases=(*others, alias)), (), holding=alias.wording)

    def approve_alias(self, alias_id: int, engine: Engine, seen: str = "") -> Act:
        """Publish an alias. Raises NotProved unless `seen` is the digest of what it moves, or it moves nothing."""
        self._must_approve()
        alias = self._alias(alias_id).alias
        proof = self.prove_alias(alias_id, engine)
        self._must_be_seen(proof, seen)
        about = f"{alias.wording} → {alias.target}"
        act = self.acts.do(self.person.name, ActKind.APPROVE_ALIAS, about, [("alias", alias_id, self._approved())])
        self.bank.accept(proof)
        return act

    def retire_alias(self, alias_id: int) -> Act:
        """Take an alias back; the group that it was for returns to the queue."""
        kept = self._alias(alias_id)
        if kept.state is State.APPROVED:
            self._must_approve()
        retired: Row = {"state": str(State.RETIRED)}
        changes = [("alias", alias_id, retired), *self._group_changes(kept.group_id, GroupState.OPEN)]
        about = f"{kept.alias.wording} → {kept.alias.target}"
        return self.acts.do(self.person.name, ActKind.RETIRE_ALIAS, about, changes)

    def _alias(self, alias_id: int) -> KeptAlias:
        kept = self.published.alias(alias_id)
        if kept is None:
            raise EditError(f"没有编号为 {alias_id} 的别名。请刷新列表。")
        return kept

    def _check_alias(self, alias: Alias, engine: Engine) -> None:
        """Refuse a wording that means something already, and a target that no document names."""
        word, base = fold_name(alias.wording), engine.library.base
        if len(word) < _SHORTEST_ALIAS:
            raise EditError(f"“{alias.wording}”太短：别名至少要 {_SHORTEST_ALIAS} 个字。")
        items = engine.library.finder.directory(())
        if word in items or base.aliases.get(word):
            raise EditError(f"“{alias.wording}”已经是文件里的名称，不能再指别的。请换一个说法。")
        if lexicon_words().meanings(word):
            raise EditError(f"“{alias.wording}”是常用词，作别名会改变许多问题的意思。请写得更具体。")
        others = [kept.alias for kept in self.published.aliases(State.APPROVED) if kept.alias.id != alias.id]
        if any(fold_name(other.wording) == word for other in others):
            raise EditError(f"“{alias.wording}”已经是别名。请先停用原来的。")
        units = {unit.name for unit in base.units.values()}
        known = alias.target in units if alias.kind is AliasKind.UNIT else fold_name(alias.target) in items
        if not known:
            raise EditError(f"文件里没有“{alias.target}”。请写文件里的完整名称。")

    # ---- common --------------------------------------------------------------------------------------------

    def undo(self, act_id: int) -> Act:
        """Take an act back. What changes what citizens read needs the right to approve."""
        act = self.acts.get(act_id)
        if act is not None and any(_is_published(row) for one in act.changes for row in (one.before, one.after)):
            self._must_approve()
        return self.acts.undo(act_id, self.person.name)

    def _prove(self, engine: Engine, then: Editorial, own: Sequence[str], holding: str = "") -> Proof:
        """Compare the bank now and then; the wordings that the answer is for are meant to move."""
        meant = {fold_name(wording) for wording in own}
        questions = self.bank.questions() + (self.bank.holding(holding) if holding else [])
        asked = {one.key: one for one in questions if fold_name(one.text) not in meant}
        return compare(engine, engine.edited(then), list(asked.values()))

    def _must_approve(self) -> None:
        if not self.person.may_approve:
            raise NotAllowed("您可以起草，发布或停用要由有审批权限的人来做。")

    def _must_be_seen(self, proof: Proof, seen: str) -> None:
        if proof.moved and seen != proof.digest:
            raise NotProved(proof)

    def _group_changes(self, group_id: int | None, state: GroupState) -> list[tuple[str, int | None, Row]]:
        return [] if group_id is None else [("question_group", self._group(group_id).id, {"state": str(state)})]

    def _drafted(self) -> Row:
        return {"state": str(State.DRAFT), "created_by": self.person.name, "created_time": self.clock()}

    def _approved(self) -> Row:
        return {"state": str(State.APPROVED), "approved_by": self.person.name, "approved_time": self.clock()}


def _clean(wordings: Sequence[str]) -> tuple[str, ...]:
    """The wordings without blanks and doubles, personal data masked."""
    return tuple(dict.fromkeys(mask_personal(wording.strip()) for wording in wordings if wording.strip()))


def _faq_row(faq: Faq) -> Row:
    return {"kind": str(faq.kind), "answer": faq.answer, "wordings": list(faq.wordings)}


def _alias_row(alias: Alias) -> Row:
    return {"kind": str(alias.kind), "wording": alias.wording, "target": alias.target}


def _is_published(row: Row | None) -> bool:
    return row is not None and "approved_time" in row and row["state"] == State.APPROVED
