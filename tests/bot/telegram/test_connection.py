"""HTTP over kept connections: responses of all forms, a proxy, TLS failures, and when bytes have left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.telegram.connection import BrokenResponse, ConnectionPool, Proxy, Response, Server, proxy_for, server_of

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def exchange(answer: Answer, times: int = 1) -> tuple[list[Response], list[str], int]:
    """The responses to some requests, what happened, and how many connections were opened."""
    opened, events = 0, []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        try:
            await answer(reader, writer)
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    pool = ConnectionPool(2)
    try:
        found = [
            await pool.exchange(
                Server("127.0.0.1", port, False), b"X\r\n\r\n", lambda: None, lambda: events.append("left")
            )
            for _ in range(times)
        ]
    finally:
        pool.close()
        listening.close()
    return found, events, opened


def always(response: bytes) -> Answer:
    """A server that answers each request with these bytes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(100):
            writer.write(response)
            await writer.drain()
            if b"close" in response or (b"Length" not in response and b"chunked" not in response):
                return

    return answer


@pytest.mark.parametrize(
    ("response", "status", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, b"ok"),
        (b"HTTP/1.1 502 Bad Gateway\r\ncontent-length:0\r\nLength: 1\r\n\r\n", 502, b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, b"abcde"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nTrailer: x\r\n\r\n", 200, b"a"),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, b"until the end"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 200, b"x"),
    ],
)
def test_responses_of_all_forms(response: bytes, status: int, body: bytes) -> None:
    """Status and body, by length, in chunks, or until the end; twice over whatever connections are left."""
    found, events, _ = asyncio.run(exchange(always(response), times=2))
    assert [(one.status, one.body) for one in found] == [(status, body)] * 2
    assert events == ["left", "left"]


def test_a_connection_is_used_again() -> None:
    """Three requests, one connection; three where the server closes each."""
    keeps = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    closes = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    assert asyncio.run(exchange(always(keeps), times=3))[2] == 1
    assert asyncio.run(exchange(always(closes), times=3))[2] == 3


@pytest.mark.parametrize(
    "response", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf-clo"]
)
def test_broken_responses(response: bytes) -> None:
    """A connection that ends too early, or speaks no HTTP, is an error of the network."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(response)

    with pytest.raises(BrokenResponse):
        asyncio.run(exchange(answer))


def test_what_cannot_connect_has_not_left() -> None:
    """Nobody listens: an OSError, and nothing left."""
    events: list[str] = []
    request = ConnectionPool(1).exchange(
        Server("127.0.0.1", 1, False), b"X", lambda: None, lambda: events.append("left")
    )
    with pytest.raises(OSError, match="onnect"):
        asyncio.run(request)
    assert events == []


def test_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY with a login is asked to connect; its refusal is an error."""
    monkeypatch.setenv("HTTPS_PROXY", "http://me:p%40ss@127.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", "localhost")
    assert proxy_for(Server("api.telegram.org", 443, True)) == Proxy("127.0.0.1", 3128, "bWU6cEBzcw==")
    assert proxy_for(Server("localhost", 443, True)) is None

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        assert request.startswith(b"CONNECT api.telegram.org:443 HTTP/1.1\r\n")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        writer.close()

    async def ask() -> None:
        proxy = await asyncio.start_server(refuse, "127.0.0.1", 0)
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        try:
            await ConnectionPool(1).exchange(Server("api.telegram.org", 443, True), b"X", lambda: None, lambda: None)
        finally:
            proxy.close()

    with pytest.raises(BrokenResponse, match="407"):
        asyncio.run(ask())


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://api.telegram.org/bot1:x/getMe", Server("api.telegram.org", 443, True)),
        ("http://127.0.0.1:8081/bot1:x/getMe", Server("127.0.0.1", 8081, False)),
    ],
)
def test_servers(url: str, server: Server) -> None:
    """Host, port and whether TLS is spoken."""
    assert server_of(url) == server
    assert server.header == ("api.telegram.org" if server.is_secure else "127.0.0.1:8081")
