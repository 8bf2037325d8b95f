"""Turn the text of a content file into the blocks of a page."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

FENCE = re.compile(r"^::: *(?P<name>[a-z_]+)(?: +(?P<args>.*))?$")
HEADING = re.compile(r"^(?P<marks>#{2,4}) +(?P<text>.+)$")
LINK = re.compile(r'<a href="page:(?P<key>[^"]+)">')
SOFT_BREAK = re.compile(r"(?<=[^>\n])\n(?=[^<\n])")
BLOCK_NAMESPACE = uuid.UUID("5d1c5a0e-6c6e-4f0e-9a31-5f6ad2f0c0de")
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")

Block = dict[str, Any]
Resolve = Callable[[str, str], int]


class ContentError(ValueError):
    """A content file is wrong; the message names what."""


def inline_html(text: str, resolve: Resolve) -> str:
    """Return Markdown as rich text; links to pages carry the page's id."""
    html = PARSER.render(text.strip()).replace("<strong>", "<b>").replace("</strong>", "</b>")
    html = html.replace("<em>", "<i>").replace("</em>", "</i>")
    # A line that goes on is a space; a backslash at its end is a break.
    html = html.replace("<br />\n", "<br/>")
    html = SOFT_BREAK.sub(" ", html).replace("\n", "")
    return LINK.sub(lambda match: f'<a linktype="page" id="{resolve("page", match["key"])}">', html)


@dataclass
class BodyReader:
    """Read one body; block ids are derived from the file's key, so that a second reading gives the same ids."""

    key: str
    resolve: Resolve
    blocks: list[Block] = field(default_factory=list)

    def read(self, text: str) -> list[Block]:
        """Return the blocks of a body."""
        lines = iter(text.strip().splitlines())
        running: list[str] = []
        for line in lines:
            fence, heading = FENCE.match(line.strip()), HEADING.match(line)
            if not fence and not heading and not line.startswith(">"):
                running.append(line)
                continue
            self._close(running)
            if fence:
                self._fence(fence["name"], (fence["args"] or "").strip(), _inside(lines, line))
            elif heading:
                self._add("heading", {"text": heading["text"].strip(), "level": str(len(heading["marks"]))})
            else:
                running = self._quote(line, lines)
        self._close(running)
        return self.blocks

    def _add(self, kind: str, value: Any) -> None:
        """Append a block with a stable id; lists inside get stable ids too."""
        path = f"{self.key}/{len(self.blocks)}"
        self.blocks.append({"type": kind, "value": with_ids(value, path), "id": block_id(path)})

    def _close(self, running: list[str]) -> None:
        """Turn the collected lines into one paragraph block."""
        text = "\n".join(running).strip()
        running.clear()
        if text:
            self._add("paragraph", inline_html(text, self.resolve))

    def _quote(self, first: str, lines: Iterator[str]) -> list[str]:
        """Read a quotation; return the line after it."""
        quoted, after = [first], []
        for line in lines:
            if not line.startswith(">"):
                after = [line]
                break
            quoted.append(line)
        texts = [line.lstrip("> ").strip() for line in quoted]
        source = texts.pop().lstrip("—– ") if texts[-1][:1] in {"—", "–"} else ""
        self._add("quote", {"text": " ".join(text for text in texts if text), "source": source})
        return after

    def _fence(self, name: str, args: str, inside: list[str]) -> None:
        """Read one fenced block."""
        reader = FENCES.get(name)
        if reader is None:
            raise ContentError(f"{self.key}: unknown block {name}")
        self._add(name, reader(args, inside, self.resolve))


def _inside(lines: Iterator[str], opening: str) -> list[str]:
    """Return the lines up to the closing fence."""
    found: list[str] = []
    for line in lines:
        if line.strip() == ":::":
            return found
        found.append(line)
    raise ContentError(f"not closed: {opening}")


def block_id(path: str) -> str:
    """Return the stable id of a block."""
    return str(uuid.uuid5(BLOCK_NAMESPACE, path))


def with_ids(value: Any, path: str) -> Any:
    """Give list items the form that list blocks store, with stable ids; streams inside get ids too."""
    if isinstance(value, dict):
        return {name: with_ids(item, f"{path}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [
            {**item, "value": with_ids(item["value"], f"{path}/{i}"), "id": block_id(f"{path}/{i}")}
            if isinstance(item, dict) and set(item) >= {"type", "value"}
            else {"type": "item", "value": with_ids(item, f"{path}/{i}"), "id": block_id(f"{path}/{i}")}
            for i, item in enumerate(value)
        ]
    return value


def _items(inside: list[str]) -> list[str]:
    """Return the texts of a Markdown list, one per item."""
    found: list[str] = []
    for line in inside:
        match = re.match(r"^\s*(?:[-*]|\d+\.)\s+(.*)$", line)
        if match:
            found.append(match[1].strip())
        elif line.strip() and found:
            found[-1] += " " + line.strip()
    return found


def _callout(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"kind": args or "info", "text": inline_html("\n".join(inside), resolve)}


def _steps(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"steps": _items(inside)}


def _accordion(args: str, inside: list[str], resolve: Resolve) -> Block:
    items: list[Block] = []
    for line in inside:
        if line.startswith("### "):
            items.append({"title": line[4:].strip(), "content": []})
        elif items:
            items[-1]["content"].append(line)
    for item in items:
        item["content"] = [{"type": "paragraph", "value": inline_html("\n".join(item["content"]), resolve)}]
    return {"items": items}


def _key_figures(args: str, inside: list[str], resolve: Resolve) -> Block:
    rows = [[cell.strip() for cell in item.split("|")] + ["", "", ""] for item in _items(inside)]
    return {"figures": [{"value": row[0], "label": row[1], "as_of": row[2] or None, "source": row[3]} for row in rows]}


def _table(args: str, inside: list[str], resolve: Resolve) -> Block:
    rows = [line.strip().strip("|") for line in inside if line.strip()]
    cells = [" | ".join(cell.strip() for cell in row.split("|")) for row in rows if not set(row) <= set("-|: ")]
    return {"caption": args, "cells": "\n".join(cells), "first_column_is_header": True}


def _button(args: str, inside: list[str], resolve: Resolve) -> Block:
    target, _sep, label = args.partition(" | ")
    label = " ".join(inside).strip() or label
    page = target.removeprefix("page:") if target.startswith("page:") else ""
    return {"label": label, "page": resolve("page", page) if page else None, "url": "" if page else target}


def _teaser(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"page": resolve("page", args.removeprefix("page:"))}


def _pairs(args: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in args.split() if "=" in part)


def _listing(args: str, inside: list[str], resolve: Resolve) -> Block:
    given = _pairs(args)
    topic = given.get("topic")
    return {
        "kind": given["kind"],
        "topic": resolve("topic", topic) if topic else None,
        "limit": int(given.get("limit", 3)),
        "sort": given.get("sort", "date"),
    }


def _faq_list(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"category": resolve("faq_category", _pairs(args).get("category", args))}


def _contacts(args: str, inside: list[str], resolve: Resolve) -> Block:
    rows = [item.split("|") for item in _items(inside)]
    return {
        "contacts": [
            {"contact": resolve("contact", row[0].strip()), "role": row[1].strip() if len(row) > 1 else ""}
            for row in rows
        ]
    }


def _downloads(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"documents": [resolve("document", item) for item in _items(inside)]}


def _interview(args: str, inside: list[str], resolve: Resolve) -> Block:
    head: dict[str, str] = {}
    questions: list[dict[str, Any]] = []
    for line in inside:
        if line.startswith("Q: "):
            questions.append({"question": line[3:].strip(), "answer": []})
        elif questions:
            questions[-1]["answer"].append(line.removeprefix("A: "))
        elif ":" in line:
            name, _sep, text = line.partition(":")
            head[name.strip()] = text.strip()
    for question in questions:
        question["answer"] = inline_html("\n".join(question["answer"]), resolve)
    return {
        "person": head.get("person", ""),
        "date": head.get("date") or None,
        "questions": questions,
        "video_url": head.get("video", ""),
    }


def _video_link(args: str, inside: list[str], resolve: Resolve) -> Block:
    head = {}
    rest: list[str] = []
    for line in inside:
        name, sep, text = line.partition(": ")
        if sep and name in {"title", "duration"} and name not in head:
            head[name] = text.strip()
        else:
            rest.append(line)
    return {
        "title": head.get("title", ""),
        "url": args,
        "duration": head.get("duration", ""),
        "poster": None,
        "transcript": inline_html("\n".join(rest), resolve) if "".join(rest).strip() else "",
    }


def _map_link(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {"label": args, "address": "\n".join(line for line in inside if line.strip()), "url": ""}


def _plain(args: str, inside: list[str], resolve: Resolve) -> Block:
    return {}


FENCES: dict[str, Callable[[str, list[str], Resolve], Block]] = {
    "callout": _callout,
    "steps": _steps,
    "accordion": _accordion,
    "key_figures": _key_figures,
    "table": _table,
    "button": _button,
    "teaser": _teaser,
    "listing": _listing,
    "faq_list": _faq_list,
    "contacts": _contacts,
    "downloads": _downloads,
    "interview": _interview,
    "video_link": _video_link,
    "map_link": _map_link,
    "emergency_box": _plain,
    "hazard_table": _plain,
}
