"""Accounts, logins and sessions of the review page."""

from __future__ import annotations

import pytest
from review_desk import Hand

from knowledge.service.accounts import AccountError, Person, Role
from knowledge.service.service import Service

PASSWORD = "一个很长的密码 ok"


@pytest.fixture
def with_account(kept: Service) -> Service:
    kept.accounts.add("小李", Role.EDITOR, PASSWORD)
    return kept


def test_a_login_gives_a_session_that_logout_ends(with_account: Service) -> None:
    """The token is kept nowhere, only its hash."""
    accounts = with_account.accounts
    token = accounts.log_in("小李", PASSWORD, "127.0.0.1")
    assert token is not None
    session = accounts.session(token)
    assert session is not None
    assert session.person == Person("小李", Role.EDITOR)
    assert token not in str(with_account.conn.execute("SELECT * FROM session").fetchall())
    assert PASSWORD not in str(with_account.conn.execute("SELECT * FROM account").fetchall())
    accounts.log_out(token)
    assert accounts.session(token) is None


@pytest.mark.parametrize(("pause", "clicks", "alive"), [(1799, 10, True), (1801, 1, False), (1799, 17, False)])
def test_sessions_end(with_account: Service, hand: Hand, pause: float, clicks: int, alive: bool) -> None:
    """After half an hour without a click, and after eight hours in any case."""
    token = with_account.accounts.log_in("小李", PASSWORD, "1")
    assert token is not None
    for _ in range(clicks):
        hand.now += pause
        found = with_account.accounts.session(token)
    assert (found is not None) is alive


def test_wrong_passwords_make_wait(with_account: Service, hand: Hand) -> None:
    """Five tries in fifteen minutes, for a name and for an address; then even the right one waits."""
    accounts = with_account.accounts
    for _ in range(5):
        assert accounts.log_in("小李", "wrong password", "10.0.0.1") is None
    assert accounts.must_wait("小李", "10.0.0.2") == 900
    assert accounts.must_wait("别人", "10.0.0.1") == 900
    assert accounts.must_wait("别人", "10.0.0.2") == 0
    assert accounts.log_in("小李", PASSWORD, "10.0.0.2") is None
    hand.now += 901
    assert accounts.log_in("小李", PASSWORD, "10.0.0.2") is not None


def test_an_unknown_name_is_no_login(with_account: Service) -> None:
    """Nor an empty password."""
    assert with_account.accounts.log_in("老王", PASSWORD, "1") is None
    assert with_account.accounts.log_in("小李", "", "1") is None


def test_a_new_password_ends_the_sessions(with_account: Service) -> None:
    """The old one does not work any more."""
    accounts = with_account.accounts
    token = accounts.log_in("小李", PASSWORD, "1")
    assert token is not None
    accounts.set_password("小李", "another password")
    assert accounts.session(token) is None
    assert accounts.log_in("小李", PASSWORD, "1") is None
    assert accounts.log_in("小李", "another password", "1") is not None
    accounts.remove("小李")
    assert accounts.all() == []


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [("小李", PASSWORD, "已经有了"), ("", PASSWORD, "不行"), ("a b", PASSWORD, "不行"), ("老王", "short", "太短")],
)
def test_accounts_that_cannot_be_made(with_account: Service, name: str, password: str, says: str) -> None:
    """With what to give instead."""
    with pytest.raises(AccountError, match=says):
        with_account.accounts.add(name, Role.EDITOR, password)


def test_accounts_that_are_not_there(with_account: Service) -> None:
    """The message says how to list them."""
    with pytest.raises(AccountError, match="account list"):
        with_account.accounts.remove("老王")
    with pytest.raises(AccountError, match="account list"):
        with_account.accounts.set_password("老王", PASSWORD)
