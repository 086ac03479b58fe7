"""Time to answer when a knowledge base holds many names.

    python -m bench.scale QUESTIONS.jsonl… --corpus FOLDER [--names 100000]

Ingests the documents of a folder, then adds made-up units with projects until there are as many item names, and prints
median and p99 of the questions before and after with their ratio.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from ingest.load import load_document
from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine
from knowledge.model import Citation, Document, DocumentFacts, Figure, Level, Location, Scheme, Stage, Subject, Table
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

PLACES = (
    "临江",
    "平阳",
    "青山",
    "石桥",
    "白沙",
    "龙泉",
    "高坪",
    "南塘",
    "清河",
    "东岭",
    "柳园",
    "金坡",
    "云台",
    "古城",
    "长乐",
    "永丰",
)
BODIES = (
    "教育局",
    "民政局",
    "财政局",
    "水利局",
    "审计局",
    "体育局",
    "统计局",
    "图书馆",
    "档案馆",
    "气象局",
    "农业农村局",
    "信访局",
)
TOPICS = (
    "信息",
    "档案",
    "设备",
    "校舍",
    "河道",
    "道路",
    "文化",
    "安全",
    "宣传",
    "培训",
    "养护",
    "监测",
    "应急",
    "救助",
    "普查",
    "绿化",
)
ACTS = ("建设", "改造", "维护", "购置", "服务", "管理", "整治", "更新", "奖补", "检测", "运行", "推广")
ENDS = ("项目", "经费", "工程", "专项资金", "补助", "费用")
NAMES_OF_UNIT = 100


def made_up(names: int, rng: random.Random) -> Iterator[DocumentFacts]:
    """Documents of made-up units, each with a list of projects."""
    for number in range(names // NAMES_OF_UNIT):
        place = f"{rng.choice(PLACES)}{rng.choice(PLACES)[0]}{number % 97:02d}县"
        unit = f"{place}{rng.choice(BODIES)}"
        document = Document(
            f"{unit}2023年单位预算", f"{number}.pdf", f"{number:064d}", unit, 2023, Stage.BUDGET, Level.UNIT
        )
        figures = []
        for row in range(NAMES_OF_UNIT):
            name = f"{rng.choice(PLACES)}{rng.choice(TOPICS)}{rng.choice(TOPICS)}{rng.choice(ACTS)}{rng.choice(ENDS)}"
            amount = f"{rng.randrange(1, 9999)}.{rng.randrange(10)}"
            place_of = Citation(document, amount, "", "项目支出表", name, "合计", Location(page=1 + row // 30))
            subject = Subject(name, scheme=Scheme.PROJECT)
            figures.append(Figure(subject, amount, Decimal(amount), "万元", 2023, Stage.BUDGET, place_of))
        table = Table(
            "项目支出表", "项目支出表", "万元", Citation(document, "项目支出表"), rank=1, figures=tuple(figures)
        )
        yield DocumentFacts(document, (table,))


def ask_all(base: Path, questions: Sequence[dict[str, str]]) -> tuple[list[float], list[str]]:
    """Seconds for each question, warm, and the answers' texts."""
    engine = Engine(KnowledgeBase(base))
    engine.warm_up()
    for _ in range(2):
        frames: dict[str, Frame] = {}
        times, texts = [], []
        for question in questions:
            session = question.get("session") or ""
            start = time.perf_counter()
            reply = engine.ask(question["q"], frames.get(session, EMPTY) if session else EMPTY)
            times.append(time.perf_counter() - start)
            texts.append(reply.answer.text)
            if session:
                frames[session] = reply.frame
    return times, texts


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--names", type=int, default=100_000)
    args = parser.parse_args()
    questions = [json.loads(line) for path in args.questions for line in path.read_text(encoding="utf-8").splitlines()]
    files = [path for path in sorted(args.corpus.rglob("*")) if path.is_file()]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "knowledge.db"
        with KnowledgeWriter(base) as writer:
            for path in files:
                writer.write(load_document(path))
        few, texts = ask_all(base, questions)
        start = time.perf_counter()
        with KnowledgeWriter(base) as writer:
            for facts in made_up(args.names, random.Random(1)):
                writer.write(facts)
        print(f"{args.names} names added in {time.perf_counter() - start:.1f} s, {base.stat().st_size / 2**20:.0f} MiB")
        many, other_texts = ask_all(base, questions)
    same = sum(a == b for a, b in zip(texts, other_texts, strict=True))
    for name, share in (("median", 0.5), ("p99", 0.99)):
        before, now = (sorted(times)[int(len(times) * share)] * 1000 for times in (few, many))
        print(f"{name:7} few names {before:.2f} ms, many {now:.2f} ms, ratio {now / before:.1f}")
    print(f"same answer: {same}/{len(texts)}")


if __name__ == "__main__":
    main()
