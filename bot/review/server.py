"""From the settings to a page that is served, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from bot.review.app import build_app
from bot.review.desk import ReviewDesk
from knowledge.errors import ConfigError


def serve_review(desk: ReviewDesk, listen: str, port: int, on_start: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; `on_start` gets the address once it is reachable.

    Raises ConfigError where the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((listen, port))
        except OSError as error:
            raise ConfigError(
                f"{listen} port {port} cannot be listened on ({error.strerror}). "
                "Choose others in config.toml [review]: listen, port."
            ) from error
        door.listen()  # from now on a browser that connects is answered
        host = f"[{listen}]" if family == socket.AF_INET6 else listen
        on_start(f"http://{host}:{door.getsockname()[1]}")
        config = uvicorn.Config(
            build_app(desk), log_level="warning", access_log=False, server_header=False, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[door])
