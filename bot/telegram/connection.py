"""HTTP/1.1 to one server over connections that are kept open: what a bot needs, and no more.

The general HTTP client takes two thirds of the time of an answer. Here a request costs a fifth of that, and it is
known exactly when its bytes have left, which decides whether it may be sent again.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

_LARGEST_HEAD = 65_536  # bytes of a response's header
_LONGEST_IDLE = 30.0  # seconds; servers close idle connections after 60 and more
_LINE_END = b"\r\n"


class BrokenResponse(OSError):
    """What came back is no HTTP response, or ends in the middle."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go."""

    host: str
    port: int
    is_secure: bool

    @property
    def header(self) -> str:
        """The server as the Host header names it."""
        usual = 443 if self.is_secure else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def server_of(url: str) -> Server:
    """The server of an address."""
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    return Server(parts.hostname or "", parts.port or (443 if is_secure else 80), is_secure)


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy, with name and password as they go into the header."""

    host: str
    port: int
    login: str = field(default="", repr=False)


def proxy_for(server: Server) -> Proxy | None:
    """The proxy that the environment names for a server: HTTPS_PROXY, HTTP_PROXY, NO_PROXY."""
    url = getproxies().get("https" if server.is_secure else "http")
    if not url or proxy_bypass(server.host):
        return None
    parts = urlsplit(url if "://" in url else f"http://{url}")
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(parts.hostname or "", parts.port or 8080, b64encode(login.encode()).decode())


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = 0.0

    @property
    def is_usable(self) -> bool:
        """Whether the server has not closed it, and will not do so at this moment."""
        idle = asyncio.get_running_loop().time() - self.idle_since
        return idle < _LONGEST_IDLE and not self.reader.at_eof() and not self.writer.is_closing()

    def close(self) -> None:
        self.writer.close()


@dataclass(frozen=True, slots=True)
class Response:
    """Status and body."""

    status: int
    body: bytes
    keeps_open: bool


class ConnectionPool:
    """At most `size` requests at once; connections are used again, the last used first."""

    def __init__(self, size: int) -> None:
        self._places = asyncio.Semaphore(size)
        self._idle: dict[Server, list[_Connection]] = {}
        self._tls = ssl.create_default_context()

    async def exchange(
        self, server: Server, request: bytes, leaves: Callable[[], None], has_left: Callable[[], None]
    ) -> Response:
        """Send the bytes of one request and read its response.

        `leaves` is called just before they are written, `has_left` when they are on their way. Raises OSError where
        the connection fails.
        """
        async with self._places:
            connection = await self._connect(server)
            is_reusable = False
            try:
                leaves()
                connection.writer.write(request)
                await connection.writer.drain()
                has_left()
                response = await _read_response(connection.reader)
                is_reusable = response.keeps_open
                return response
            finally:
                if is_reusable:
                    connection.idle_since = asyncio.get_running_loop().time()
                    self._idle.setdefault(server, []).append(connection)
                else:
                    connection.close()

    async def _connect(self, server: Server) -> _Connection:
        idle = self._idle.get(server, [])
        while idle:
            connection = idle.pop()
            if connection.is_usable:
                return connection
            connection.close()
        proxy = proxy_for(server)
        if proxy is not None:
            return await self._tunnel(server, proxy)
        tls = self._tls if server.is_secure else None
        reader, writer = await asyncio.open_connection(server.host, server.port, ssl=tls, limit=_LARGEST_HEAD)
        return _Connection(reader, writer)

    async def _tunnel(self, server: Server, proxy: Proxy) -> _Connection:
        """A connection through a proxy of the environment (HTTPS_PROXY)."""
        reader, writer = await asyncio.open_connection(proxy.host, proxy.port, limit=_LARGEST_HEAD)
        target = f"{server.host}:{server.port}"
        login = f"Proxy-Authorization: Basic {proxy.login}\r\n" if proxy.login else ""
        writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{login}\r\n".encode("latin-1"))
        head = await reader.readuntil(_LINE_END * 2)
        if head.split(b" ")[1] != b"200":
            writer.close()
            raise BrokenResponse(f"the proxy {proxy.host} refuses: {head.split(_LINE_END)[0].decode('latin-1')}")
        if server.is_secure:
            await writer.start_tls(self._tls, server_hostname=server.host)
        return _Connection(reader, writer)

    def close(self) -> None:
        """Close what is idle."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()


async def _read_response(reader: asyncio.StreamReader) -> Response:
    try:
        head = await reader.readuntil(_LINE_END * 2)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split(" ")[1])
        body = await _read_body(reader, headers)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError) as error:
        raise BrokenResponse(f"{type(error).__name__} in the response") from error
    return Response(status, body, headers.get("connection", "").lower() != "close" and first.startswith("HTTP/1.1"))


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", ""):
        return await _read_chunks(reader)
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    headers["connection"] = "close"  # then its end is the end of the connection
    return await reader.read()


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    while size := int((await reader.readuntil(_LINE_END)).split(b";")[0], 16):
        chunks.append(await reader.readexactly(size))
        await reader.readexactly(len(_LINE_END))
    while (await reader.readuntil(_LINE_END)) != _LINE_END:  # trailers
        pass
    return b"".join(chunks)
