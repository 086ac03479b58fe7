"""A reading as lines for a person and as a record for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.language.reader import Reading

_CURE = (
    "read wrongly?   correct it as a lesson, a line of the corpus' form: "
    "knowledge/language/corpus, then make train; words of one kind: knowledge/language/cues.toml, slots.toml"
)


def reading_record(number: object, reading: Reading) -> dict[str, object]:
    """One line of `explain --jsonl`; start and end count characters of the question as asked."""
    return {
        "id": number,
        "spans": [
            {"start": span.start, "end": span.end, "label": str(span.label), "p": round(span.probability, 3)}
            | ({"value": str(span.value)} if span.value is not None else {})
            for span in reading.spans
        ],
        "asks": [str(read.ask) for read in reading.asks],
        "leans": reading.leans,
        "p": round(reading.probability, 3),
    }


def explain_reading(reading: Reading, weighed: Sequence[tuple[str, float]]) -> str:
    """Stretches, asks and slots with their probabilities, and the features that weighed most for the asks."""
    return "\n".join(_lines(reading, weighed))


def _lines(reading: Reading, weighed: Sequence[tuple[str, float]]) -> Iterator[str]:
    yield f"reading    {reading.text}   {reading.probability:.0%}"
    for span in reading.spans:
        value = "" if span.value is None else f"   = {span.value}"
        yield f"  {span.label:<8} {span.text}   {span.probability:.0%}{value}"
    for read in reading.asks:
        yield f"  asks     {read.ask}   {read.probability:.0%}"
    if reading.leans:
        yield f"  leans on the question before   {reading.leans_probability:.0%}"
    for slot in reading.slots:
        yield f"  pattern  {slot.name}   = {slot.value}   [knowledge/language/slots.toml]"
    if weighed:
        yield "  weighed  " + "  ".join(f"{name} {weight:+.1f}" for name, weight in weighed)
    yield f"  {_CURE}"
