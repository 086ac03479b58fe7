"""Other words for known names: drafted, proved, published, taken back."""

from __future__ import annotations

import argparse
from typing import Any

from bot.cli.reviewing.hand import Hand, add_act, add_sort, number, say, say_done, say_drafted
from bot.cli.reviewing.proving import publish, say_proof
from bot.review.views import word
from knowledge.editorial.alias import AliasKind
from knowledge.service.published import State


def add_alias_acts(sorts: Any) -> None:
    """The sub-commands about aliases."""
    acts = add_sort(sorts, "alias", "other words for known names").add_subparsers(metavar="ACT", required=True)
    drafted = add_act(acts, "new", _new, "draft an alias")
    drafted.add_argument("wording", metavar="WORDING", help="what people say")
    drafted.add_argument("target", metavar="TARGET", help="the name in the documents")
    drafted.add_argument("--unit", action="store_true", help="it is a unit's name")
    drafted.add_argument("--group", type=number, metavar="ID", help="the group of questions that it helps")
    listed = add_act(acts, "list", _list, "all aliases")
    listed.add_argument("--state", choices=[*map(str, State)])
    _on_alias(add_act(acts, "prove", _prove, "what publishing would change"))
    approved = _on_alias(add_act(acts, "approve", _approve, "publish an alias"))
    approved.add_argument("--seen", default="", metavar="DIGEST", help="of the changes that you have seen")
    _on_alias(add_act(acts, "retire", _retire, "take an alias back"))


def _on_alias(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("alias", type=number, metavar="ID")
    return parser


def _new(hand: Hand, arguments: argparse.Namespace) -> int:
    kind = AliasKind.UNIT if arguments.unit else AliasKind.ITEM
    group_id = None if arguments.group is None else hand.group(arguments.group).id
    with hand.engine() as engine:
        kept = hand.editing.draft_alias(kind, arguments.wording, arguments.target, engine, group_id)
    return say_drafted("alias", "别名", kept.alias.id)


def _list(hand: Hand, arguments: argparse.Namespace) -> int:
    aliases = hand.service.published.aliases(State(arguments.state) if arguments.state else None)
    for kept in aliases:
        alias = kept.alias
        state, kind = word(kept.state, "state"), word(alias.kind, "kind")
        say(f"{alias.id:>5}  {state}  {kind}  {alias.wording} → {alias.target}")
    say(f"共 {len(aliases)} 个。")
    return 0


def _prove(hand: Hand, arguments: argparse.Namespace) -> int:
    with hand.engine() as engine:
        return say_proof(hand.editing.prove_alias(hand.alias(arguments.alias).alias.id, engine))


def _approve(hand: Hand, arguments: argparse.Namespace) -> int:
    alias_id, editing = hand.alias(arguments.alias).alias.id, hand.editing
    with hand.engine() as engine:
        return publish(
            lambda seen: editing.approve_alias(alias_id, engine, seen),
            arguments.seen,
            f"budget-bot review alias approve {alias_id}",
        )


def _retire(hand: Hand, arguments: argparse.Namespace) -> int:
    return say_done(hand.editing.retire_alias(hand.alias(arguments.alias).alias.id))
