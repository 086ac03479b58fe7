"""The Bot API peer of the tests: another project's emulator, with an outbox, faults, and Telegram's own checks.

Run as a process: `python peer.py PORT`. Beside the Bot API it answers
  POST /__fixture/updates   one update for a bot
  POST /__fixture/burst     many updates for a bot
  GET  /__fixture/outbox    what the bot did, ?since=N&wait=SECONDS
  POST /__fixture/fault     fail a method some times: code 0 is a timeout after the message was taken
  POST /__fixture/settings  {"delay": seconds that each call takes}
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import sys
import time
from html.parser import HTMLParser
from typing import Any

import lo_bot_api_emulator.updates as emulated
from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from PIL import Image

TOKEN = "123456:TESTTOKEN"
ME = {"id": 7, "is_bot": True, "first_name": "预算", "username": "fixture_bot"}
# PTB sends these, Telegram knows them, the emulator does not.
_UNKNOWN_TO_IT = frozenset({"link_preview_options", "protect_content", "message_thread_id"})
_TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_UPLOADS = {"sendPhoto": "photo", "sendDocument": "document"}

emulated.KINDS |= {"edited_message", "my_chat_member"}


class _Html(HTMLParser):
    """Refuses what Telegram's parser refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise ApiRefusal(f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        if attrs and tag not in {"a", "code", "blockquote"}:
            raise ApiRefusal(f"Bad Request: can't parse entities: attributes of {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise ApiRefusal(f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        if "<" in data or ">" in data:
            raise ApiRefusal("Bad Request: can't parse entities: stray angle bracket")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        if name not in {"lt", "gt", "amp", "quot"}:
            raise ApiRefusal(f"Bad Request: can't parse entities: &{name};")
        self.text += "x"


def check_html(text: str) -> None:
    """Refuse a text that Telegram would refuse with parse_mode HTML."""
    parser = _Html()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise ApiRefusal(f"Bad Request: can't parse entities: Can't find end tag of {parser.open[-1]}")
    if not parser.text.strip():
        raise ApiRefusal("Bad Request: message text is empty")


class Peer(LoBotApiEmulator):
    """The emulator, closer to Telegram where the bot could go wrong unseen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.outbox: list[dict[str, Any]] = []
        self.faults: list[dict[str, Any]] = []
        self.delay = 0.0
        self._news = asyncio.Event()
        self._shown: dict[tuple[str, str], tuple[Any, ...]] = {}  # what each message of the bot says
        self._asked: set[str] = set()  # ids of callback and inline queries that were delivered
        self._wait_for_the_last_poll()

    def _wait_for_the_last_poll(self) -> None:
        """PTB sends one more getUpdates while the old one is held; Telegram ends the old one, so no 409."""
        queues, poll = self._update_queues, self._update_queues.poll

        async def patient(token: str, fields: dict[str, Any], *, disconnected: Any = None) -> Any:
            for _ in range(20):
                if not queues._state(token).polling:
                    break
                await asyncio.sleep(0.05)
            return await poll(token, fields, disconnected=disconnected)

        queues.poll = patient

    # ---- requests ------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        fault = self._fault(request.match_info["method"])
        if fault and fault["code"] == 0:  # taken, but the answer never comes
            await super().handle(request)
            await asyncio.sleep(fault.get("seconds", 60))
        response = await super().handle(request)
        if self.delay and request.match_info["method"] != "getUpdates":
            await asyncio.sleep(self.delay)
        return response

    def _fault(self, method: str) -> dict[str, Any] | None:
        for fault in self.faults:
            if fault["code"] == 0 and fault["times"] > 0 and fault["method"] == method:
                fault["times"] -= 1
                return fault
        return None

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        sent = dict(fields)
        try:
            self._fail(method, fields)
            result = self._answer(method, fields, uploads)
        except ApiRefusal as refusal:
            self._note(method, sent, uploads, refusal.description, refusal.status)
            raise
        if method != "getUpdates":
            self._note(method, sent, uploads, result, 200)
        return result

    def _fail(self, method: str, fields: dict[str, Any]) -> None:
        for fault in self.faults:
            matches = fault["method"] in (method, "*") and str(fault.get("chat_id", fields.get("chat_id"))) == str(
                fields.get("chat_id")
            )
            if fault["code"] and fault["times"] > 0 and matches:
                fault["times"] -= 1
                raise ApiRefusal(fault["description"], fault["code"], fault.get("parameters"))

    def _answer(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        self._check_as_telegram(method, fields, uploads)
        for name in _UNKNOWN_TO_IT & set(fields):
            fields.pop(name)
        if method == "answerInlineQuery":
            fields.pop("button", None)
        if "force_reply" in json.loads(fields.get("reply_markup") or "{}"):
            fields.pop("reply_markup")  # Telegram knows it, the emulator does not
        if "reply_parameters" in fields:
            reply = json.loads(fields["reply_parameters"])
            fields["reply_parameters"] = json.dumps(
                {name: value for name, value in reply.items() if name != "quote_parse_mode"}
            )
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result |= ME | {"supports_inline_queries": True}
        if isinstance(result, dict) and result.get("date") == 1:
            result["date"] = int(time.time())
            result["from"] = ME
            if int(fields["chat_id"]) < 0:
                result["chat"]["type"] = "group"
            self._shown[str(fields["chat_id"]), str(result["message_id"])] = _content(fields)
        return result

    # ---- what Telegram would refuse --------------------------------------------------------------------------

    def _check_as_telegram(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> None:
        for name in ("text", "caption"):
            if fields.get(name) and fields.get("parse_mode") == "HTML":
                check_html(fields[name])
        if method == "setMyCommands":
            _check_commands(json.loads(fields["commands"]))
        if method == "answerInlineQuery":
            _check_cards(json.loads(fields["results"]))
        if method in _UPLOADS:
            _check_upload(method, uploads)
        if method.startswith("editMessage"):
            self._check_edit(method, fields)
        if method in ("answerCallbackQuery", "answerInlineQuery"):
            self._check_query(fields)

    def _check_edit(self, method: str, fields: dict[str, Any]) -> None:
        before = self._shown.get((str(fields["chat_id"]), str(fields["message_id"])))
        if before is None:
            raise ApiRefusal("Bad Request: message to edit not found")
        if method == "editMessageText" and before == _content(fields):
            raise ApiRefusal("Bad Request: message is not modified: specified new message content is the same")

    def _check_query(self, fields: dict[str, Any]) -> None:
        query = fields.get("callback_query_id") or fields.get("inline_query_id")
        if query not in self._asked:
            raise ApiRefusal("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._asked.discard(query)

    async def enqueue_update(self, update: Any, *, token: str) -> Any:
        for kind in ("callback_query", "inline_query"):
            if kind in update:
                self._asked.add(update[kind]["id"])
        document = update.get("message", {}).get("document")
        if document and "fixture_size" in document:  # a file that a person sends
            self.assets[document["file_id"]] = {"data": bytes.fromhex(document.pop("fixture_data"))}
            document.pop("fixture_size")
        return await super().enqueue_update(update, token=token)

    # ---- what tests see ------------------------------------------------------------------------------------

    def _note(self, method: str, fields: dict[str, Any], uploads: dict[str, Any], result: Any, status: int) -> None:
        files = {name: {"size": file["size"], "name": file["filename"]} for name, file in uploads.items()}
        entry = {"method": method, "status": status, "fields": fields, "files": files, "result": result}
        self.outbox.append(entry | {"time": time.time()})
        self._news.set()
        self._news = asyncio.Event()

    def app(self) -> web.Application:
        app = super().app()
        app.router.add_get("/__fixture/outbox", self._show_outbox)
        app.router.add_post("/__fixture/fault", self._add_fault)
        app.router.add_post("/__fixture/burst", self._burst)
        app.router.add_post("/__fixture/settings", self._set)
        app.router.add_get("/__fixture/asset/{name}", self._asset)
        return app

    async def _show_outbox(self, request: web.Request) -> web.Response:
        since, end = int(request.query.get("since", 0)), time.time() + float(request.query.get("wait", 0))
        while len(self.outbox) <= since and time.time() < end:
            try:
                await asyncio.wait_for(self._news.wait(), end - time.time() + 0.01)
            except TimeoutError:
                break
        return web.json_response(self.outbox[since:])

    async def _add_fault(self, request: web.Request) -> web.Response:
        self.faults.append({"times": 1, "description": "fault", **await request.json()})
        return web.json_response({"ok": True})

    async def _burst(self, request: web.Request) -> web.Response:
        for update in await request.json():
            await self.enqueue_update(update, token=TOKEN)
        return web.json_response({"ok": True})

    async def _set(self, request: web.Request) -> web.Response:
        self.delay = float((await request.json())["delay"])
        return web.json_response({"ok": True})

    async def _asset(self, request: web.Request) -> web.Response:
        return web.Response(body=self.assets[request.match_info["name"]]["data"])


def _content(fields: dict[str, Any]) -> tuple[Any, ...]:
    return fields.get("text"), fields.get("caption"), fields.get("reply_markup")


def _check_commands(commands: list[dict[str, str]]) -> None:
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]) or not 1 <= len(command["description"]) <= 256:
            raise ApiRefusal("Bad Request: BOT_COMMAND_INVALID")


def _check_cards(cards: list[dict[str, Any]]) -> None:
    for card in cards:
        check_html(card["input_message_content"]["message_text"])


def _check_upload(method: str, uploads: dict[str, Any]) -> None:
    for file in uploads.values():
        if not file["size"]:
            raise ApiRefusal("Bad Request: file must be non-empty")
        if method == "sendPhoto":
            picture = Image.open(io.BytesIO(file["data"]))
            picture.load()
            if sum(picture.size) > 10_000 or max(picture.size) > 20 * min(picture.size):
                raise ApiRefusal("Bad Request: PHOTO_INVALID_DIMENSIONS")


def main(port: int) -> None:
    """Serve until killed."""
    peer = Peer(
        enable_control=True,
        allow_insecure_loopback_webhooks=True,
        max_assets=10**5,
        max_updates=10**5,
        max_history=10,
    )
    web.run_app(peer.app(), host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
