"""Accounts of the review page: passwords under scrypt, sessions that end, logins that slow down."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import BudgetError
from knowledge.service.inbox import Clock

_N, _R, _P = 2**15, 8, 1  # scrypt: 32 MB and about 80 ms for each try
_MEMORY = 64 * 1024 * 1024
_SALT_BYTES = 16
SHORTEST_PASSWORD = 10
_NAME = re.compile(r"[\w.@-]{1,40}")
_TRIES, _TRIES_SECONDS = 5, 900.0  # failed logins of one name or address before it must wait


class Role(StrEnum):
    """What an account may do."""

    EDITOR = "editor"  # writes drafts, decides about groups
    APPROVER = "approver"  # also publishes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts on logged questions."""

    name: str
    role: Role

    @property
    def may_approve(self) -> bool:
        """Whether what this person approves reaches citizens."""
        return self.role is Role.APPROVER


@dataclass(frozen=True, slots=True)
class Session:
    """A login that has not ended. `csrf` stands in each form."""

    person: Person
    csrf: str


class AccountError(BudgetError):
    """An account that cannot be made or changed so; the message says what to give."""


class Accounts:
    """The accounts of one service. `idle` and `longest`: seconds after which a session ends."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock, idle: float = 1800.0, longest: float = 28_800.0) -> None:
        self._conn = conn
        self._clock = clock
        self._idle = idle
        self._longest = longest

    # ---- accounts ------------------------------------------------------------------------------------------

    def add(self, name: str, role: Role, password: str) -> None:
        """Make an account. Raises AccountError for a name in use, an odd name, a short password."""
        if not _NAME.fullmatch(name):
            raise AccountError(f"账号名 {name!r} 不行：用 1 到 40 个字母、汉字、数字或 . @ - _。")
        if self.role_of(name) is not None:
            raise AccountError(f"账号 {name} 已经有了。换一个名字，或者修改它的密码。")
        self._conn.execute(
            "INSERT INTO account (name, role, password, created_time) VALUES (?, ?, ?, ?)",
            (name, str(role), hash_password(password), self._clock()),
        )

    def set_password(self, name: str, password: str) -> None:
        """Change a password; all sessions of the account end. Raises AccountError."""
        hashed = hash_password(password)
        if not self._conn.execute("UPDATE account SET password = ? WHERE name = ?", (hashed, name)).rowcount:
            raise AccountError(f"没有账号 {name}。先看有哪些账号：budget-bot review account list")
        self._conn.execute("DELETE FROM session WHERE name = ?", (name,))

    def remove(self, name: str) -> None:
        """Delete an account and end its sessions. Raises AccountError where there is none."""
        self._conn.execute("DELETE FROM session WHERE name = ?", (name,))
        if not self._conn.execute("DELETE FROM account WHERE name = ?", (name,)).rowcount:
            raise AccountError(f"没有账号 {name}。先看有哪些账号：budget-bot review account list")

    def all(self) -> list[Person]:
        """All accounts."""
        rows = self._conn.execute("SELECT name, role FROM account ORDER BY name")
        return [Person(name, Role(role)) for name, role in rows]

    def role_of(self, name: str) -> Role | None:
        """What an account may do; None where there is none."""
        row = self._conn.execute("SELECT role FROM account WHERE name = ?", (name,)).fetchone()
        return Role(row[0]) if row else None

    # ---- logging in ----------------------------------------------------------------------------------------

    def wait_seconds(self, *who: str) -> float:
        """How long a name or an address must wait before its next try; 0: not at all."""
        since = self._clock() - _TRIES_SECONDS
        longest = 0.0
        for one in who:
            times = [
                time
                for (time,) in self._conn.execute(
                    "SELECT time FROM failed_login WHERE who = ? AND time > ? ORDER BY time DESC LIMIT ?",
                    (one, since, _TRIES),
                )
            ]
            if len(times) == _TRIES:
                longest = max(longest, times[-1] + _TRIES_SECONDS - self._clock())
        return longest

    def log_in(self, name: str, password: str, address: str) -> str | None:
        """Begin a session and give its token for the cookie; None where the password is wrong or it must wait.

        An unknown name costs as much time as a known one.
        """
        self._conn.execute("DELETE FROM failed_login WHERE time <= ?", (self._clock() - _TRIES_SECONDS,))
        row = self._conn.execute("SELECT password FROM account WHERE name = ?", (name,)).fetchone()
        fits = _fits(password, row[0] if row else _NOBODY) and row is not None
        if self.wait_seconds(_by_name(name), _by_address(address)) > 0:
            return None
        if not fits:
            failed = [(_by_name(name), self._clock()), (_by_address(address), self._clock())]
            self._conn.executemany("INSERT INTO failed_login (who, time) VALUES (?, ?)", failed)
            return None
        token = secrets.token_urlsafe(32)
        self._conn.execute(
            "INSERT INTO session (token, name, csrf, created_time, last_time) VALUES (?, ?, ?, ?, ?)",
            (_hashed(token), name, secrets.token_urlsafe(32), self._clock(), self._clock()),
        )
        return token

    def must_wait(self, name: str, address: str) -> float:
        """Seconds until a name at an address may try again."""
        return self.wait_seconds(_by_name(name), _by_address(address))

    def session(self, token: str) -> Session | None:
        """The session of a cookie, kept alive by this; None where it has ended."""
        now = self._clock()
        self._conn.execute(
            "DELETE FROM session WHERE last_time < ? OR created_time < ?", (now - self._idle, now - self._longest)
        )
        row = self._conn.execute(
            "SELECT account.name, role, csrf FROM session JOIN account USING (name) WHERE token = ?", (_hashed(token),)
        ).fetchone()
        if row is None:
            return None
        self._conn.execute("UPDATE session SET last_time = ? WHERE token = ?", (now, _hashed(token)))
        return Session(Person(row[0], Role(row[1])), row[2])

    def log_out(self, token: str) -> None:
        """End a session."""
        self._conn.execute("DELETE FROM session WHERE token = ?", (_hashed(token),))


def hash_password(password: str) -> str:
    """A password as it is kept. Raises AccountError for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"密码太短：至少 {SHORTEST_PASSWORD} 个字符。")
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _N, _R, _P).hex()}"


def _fits(password: str, kept: str) -> bool:
    _, n, r, p, salt, digest = kept.split("$")
    made = _scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(made, bytes.fromhex(digest))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


_NOBODY = f"scrypt${_N}${_R}${_P}${'00' * _SALT_BYTES}${'00' * 32}"


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _by_name(name: str) -> str:
    return f"name {name[:40]}"


def _by_address(address: str) -> str:
    return f"address {address}"
