"""Lists and brackets inside one sentence: of what the amounts that stand there are parts."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.narration.drafts import Draft
from knowledge.model import Subject

_FEW = 2  # items that make a list


@dataclass(slots=True, eq=False)
class Frame:
    """A stretch of a sentence whose amounts are parts of one subject."""

    parent: Subject | None
    whole: Draft | None = None  # the parent, where the paragraph has spoken of it
    is_list: bool = False  # opened in this sentence by 其中 or the like
    is_bracket: bool = False
    speaker: Draft | None = None  # of a bracket: of whom the text spoke before it
    words: str = ""  # of a bracket: the name that it interrupts
    year: int | None = None  # that its first item has named
    items: int = 0
    has_semicolon: bool = False
    has_change: bool = False  # an item has told its own change

    @property
    def is_whole_changed(self) -> bool:
        """Whether a change without a subject is of the whole: its items have said nothing of theirs."""
        return self.items >= _FEW and not self.has_change and not self.has_semicolon


class Frames:
    """The open frames of a sentence, the innermost last."""

    def __init__(self, whole: Draft | None = None) -> None:
        """Inside a list that began in an earlier paragraph, with what that list is of."""
        self._stack = [Frame(whole.subject if whole else None, whole)]

    @property
    def top(self) -> Frame:
        """The innermost."""
        return self._stack[-1]

    @property
    def parent(self) -> Subject | None:
        """Of what the next amount is a part."""
        return self.top.parent

    @property
    def list(self) -> Frame | None:
        """The list that is being read; None where there is none."""
        return self.top if self.top.is_list else None

    @property
    def depth(self) -> int:
        """How many are open."""
        return len(self._stack)

    def copy(self) -> Frames:
        """The same frames; what is opened in one is not opened in the other."""
        same = Frames()
        same._stack = list(self._stack)
        return same

    def open_list(self, parent: Subject | None, whole: Draft | None) -> None:
        """其中：the amounts that follow are parts of `parent`."""
        self._stack.append(Frame(parent, whole, is_list=True))

    def open_bracket(self, parent: Subject | None, speaker: Draft | None, words: str) -> None:
        """（ after an amount or inside a name."""
        self._stack.append(Frame(parent, is_bracket=True, speaker=speaker, words=words))

    def close_bracket(self) -> Frame | None:
        """The bracket that a ） closes; None where none is open."""
        if not any(frame.is_bracket for frame in self._stack):
            return None
        while not self._stack[-1].is_bracket:
            self._stack.pop()
        return self._stack.pop()

    def end_list(self) -> None:
        """What follows is no part of the list."""
        while self.top.is_list:
            self._stack.pop()

    def semicolon(self) -> Frame | None:
        """A ；parts the items of a list, or ends the list whose items 、 has parted; gives back what it ended."""
        top = self.top
        if not top.is_list:
            return None
        inside = sum(frame.is_list for frame in self._stack) > 1
        if top.has_semicolon or (top.items < _FEW and not inside):
            top.has_semicolon = True
            return None
        self._stack.pop()
        if inside:
            self.top.has_semicolon = True
        return top
