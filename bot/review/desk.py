"""What the screens share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.current_engine import CurrentEngine
from knowledge.engine import Engine
from knowledge.service.accounts import Session
from knowledge.service.editing import Editing
from knowledge.service.service import Service
from knowledge.store.read import KnowledgeBase


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """The service, and the engine as it is now. All of it is used on one thread, the event loop's.

    A page takes milliseconds; a login and a proof take some tenths of a second, in which others wait.
    """

    service: Service
    current: CurrentEngine
    is_secure: bool = False  # https before us: cookies go over https only

    @property
    def engine(self) -> Engine:
        """The engine with the knowledge base and the editors' answers of this moment."""
        self.current.refresh()
        return self.current.engine

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base of this moment."""
        return self.engine.library.base

    def editing(self, session: Session) -> Editing:
        """The acts of who is logged in."""
        return self.service.editing(session.person)
