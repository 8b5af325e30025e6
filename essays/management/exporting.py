"""The public site as static files: every page that a reader reaches by links, at the address that it has.

Pages are asked of the site itself, without an account, so that an export can hold nothing that a reader could not open.
They are what the site answers, but for the forms that only a server answers.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.utils.html import escape
from django.utils.translation import gettext as _

from essays.templatetags.site import site_language

STATE = ".double-bill-export"
HEAD = "Files that manage.py export_site wrote, by the digest of what they hold."
BEGINNINGS = ("/", "/robots.txt", "/sitemap.xml")
NOT_FOUND, NOT_FOUND_FILE = "/no-such-page-is-here/", "404.html"
INDEX = "index.html"
_CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']")
# Search, colours, the order of a list, reports. A form without an address of its own is the page's own affair.
_ASKING_FORM = re.compile(rb"<form\b(?=[^>]*\saction=)[^>]*>.*?</form>", re.DOTALL)
# Elements and the attributes that lead a reader, or the page itself, to another address. A form leads nowhere here.
_LEADS = {
    "a": ("href",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "meta": ("content",),
}


class ExportError(Exception):
    """Why nothing can be written, in a sentence."""


@dataclass(slots=True)
class Exported:
    """What an export did, in numbers of files, and the addresses that could not be written."""

    pages: int = 0
    files: int = 0
    redirects: int = 0
    written: int = 0
    unchanged: int = 0
    deleted: int = 0
    with_query: int = 0  # addresses that no file can have
    broken: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Folder:
    """The folder of an export. Only what an export wrote is ever written over or deleted.

    Which files that is stands in its ``STATE``, a line each: digest and name. A line is added before its file is
    written, so that an export that was stopped knows its own again.
    """

    path: Path
    ours: dict[str, str]
    seen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Raises ExportError for a folder that holds what no export wrote."""
        state = path / STATE
        if path.exists() and not path.is_dir():
            raise ExportError(f"{path} is a file. Name a folder.")
        if state.exists():
            lines = state.read_text(encoding="utf-8", errors="replace").splitlines()
            if not lines or lines[0] != HEAD:
                raise ExportError(f"{state} cannot be read. Delete the folder, and export into it anew.")
            pairs = (line.partition("  ") for line in lines[1:])
            return cls(path, {name: digest for digest, between, name in pairs if between})
        if path.exists() and any(path.iterdir()):
            raise ExportError(
                f"{path} holds files that no export wrote. Name an empty folder, or one that is not there."
            )
        path.mkdir(parents=True, exist_ok=True)
        state.write_text(f"{HEAD}\n", encoding="utf-8")
        return cls(path, {})

    def write(self, name: str, content: bytes) -> bool:
        """Write a file where it is not there as it should be; whether it was written.

        Raises ExportError where somebody else's file has the name.
        """
        digest = hashlib.sha256(content).hexdigest()
        self.seen[name] = digest
        target = self.path / name
        if target.exists():
            if name not in self.ours:
                raise ExportError(f"{target} is none of an export's files. Move it away, and export again.")
            if self.ours[name] == digest and target.stat().st_size == len(content):
                return False
        with (self.path / STATE).open("a", encoding="utf-8") as state:
            state.write(f"{digest}  {name}\n")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(content)
        part.replace(target)
        return True

    def finish(self) -> int:
        """Delete what earlier exports wrote and this one did not; how many files that were."""
        gone = [name for name in self.ours if name not in self.seen]
        for name in gone:
            target = self.path / name
            target.unlink(missing_ok=True)
            for parent in target.parents:
                if parent == self.path or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        part = self.path / f"{STATE}.part"
        lines = [HEAD, *(f"{digest}  {name}" for name, digest in sorted(self.seen.items()))]
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(self.path / STATE)
        return len(gone)


def export_site(
    path: Path,
    *,
    redirects: Mapping[str, str],
    left_out: tuple[str, ...],
    tell: Callable[[int, int], None] = lambda done, known: None,
) -> Exported:
    """Write the public site into a folder. Raises ExportError, before anything is written.

    ``redirects`` has old paths and where they lead. Paths that begin with one of ``left_out`` are not asked for.
    ``tell`` hears after each page how many are done, and of how many known so far.
    """
    if not settings.SITE_URL:
        raise ExportError("SITE_URL is not set. Set it to the address that the files will have: https://films.example")
    folder = Folder.open(path)
    done, site = Exported(), _Site()
    known: dict[str, None] = dict.fromkeys(BEGINNINGS)
    waiting = deque(known)
    while waiting:
        address = waiting.popleft()
        status, content_type, content = site.get(address)
        tell(len(known) - len(waiting), len(known))
        if status in (301, 302) or status == 404:
            if status == 404:
                done.broken.append(address)
            continue
        if status != 200:
            raise ExportError(
                f"{address} answered {status}. Mend that first; the folder may be half renewed until then."
            )
        name = file_name(address, content_type)
        if name is None:
            done.broken.append(address)
            continue
        _count(done, folder.write(name, content))
        done.pages += 1
        for found in _leads_to(content, content_type, address):
            target = _own_path(found)
            if target is None or target in known or target.startswith(left_out):
                continue
            if "?" in target:
                done.with_query += 1
                continue
            known[target] = None
            if target.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
                _copy(target, folder, done)
            else:
                waiting.append(target)
    _, _, content = site.get(NOT_FOUND)
    _count(done, folder.write(NOT_FOUND_FILE, content))
    for old, target in sorted(redirects.items()):
        name = file_name(old, "text/html")
        if name is not None and name not in folder.seen:
            _count(done, folder.write(name, moved_page(target).encode()))
            done.redirects += 1
    done.deleted = folder.finish()
    return done


def file_name(address: str, content_type: str) -> str | None:
    """The file, relative to the folder, that a static host gives for an address; None where none can have it."""
    path = unquote(address)
    is_html = content_type.startswith("text/html")
    if path.endswith("/"):
        if not is_html:
            return None
        path += INDEX
    parts = PurePosixPath(path.lstrip("/")).parts
    if not parts or any(part in ("..", ".") or "\0" in part or len(part.encode()) > 255 for part in parts):
        return None
    if parts[-1] == STATE:
        return None
    if is_html and "." not in parts[-1]:
        return "/".join((*parts, INDEX))
    return "/".join(parts)


def moved_page(target: str) -> str:
    """A page that sends a reader on, for a host that can do nothing but give files."""
    to = escape(target if urlsplit(target).netloc else f"{settings.SITE_URL}{target}")
    title, said = _("Moved"), _("This page is now at %(address)s.") % {"address": f'<a href="{to}">{to}</a>'}
    return (
        f'<!doctype html><html lang="{site_language()}"><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{to}"><meta http-equiv="refresh" content="0; url={to}">'
        f"<p>{said}</p></html>\n"
    )


class _Site:
    """The site as a reader without an account, whose host is SITE_URL's, meets it."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()
        at = urlsplit(settings.SITE_URL)
        self._scheme, self._host = at.scheme, at.netloc

    def get(self, address: str) -> tuple[int, str, bytes]:
        """Status, content type and content, of a page without the forms that a server would have to answer."""
        name, _, port = self._host.partition(":")
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(address).encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if self._scheme == "https" else "80"),
            "HTTP_HOST": self._host,
            "HTTP_X_FORWARDED_PROTO": self._scheme,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        response = self._handler(environ, _take_head)
        try:
            content_type, content = response.get("Content-Type", ""), b"".join(response)
            is_html = content_type.startswith("text/html")
            return response.status_code, content_type, _ASKING_FORM.sub(b"", content) if is_html else content
        finally:
            response.close()


def _take_head(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
    """What a server would send before the content; the response itself holds it too."""
    return lambda content: None


def _count(done: Exported, was_written: bool) -> None:
    done.written += was_written
    done.unchanged += not was_written


def _copy(address: str, folder: Folder, done: Exported) -> None:
    """A static file or an upload, and of a style sheet what it names."""
    content = _stored(address)
    name = file_name(address, "")
    if content is None or name is None:
        done.broken.append(address)
        return
    if name in folder.seen:
        return
    _count(done, folder.write(name, content))
    done.files += 1
    if address.endswith(".css"):
        for match in _CSS_ADDRESS.finditer(content.decode("utf-8", "replace")):
            target = _own_path(urljoin(address, match[1] or match[2]))
            if target is not None and target.startswith(settings.STATIC_URL):
                _copy(target.partition("?")[0], folder, done)


def _stored(address: str) -> bytes | None:
    if address.startswith(settings.MEDIA_URL):
        name = unquote(address.removeprefix(settings.MEDIA_URL))
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as file:
            held: bytes = file.read()
            return held
    name = unquote(address.removeprefix(settings.STATIC_URL))
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else None


def _own_path(found: str) -> str | None:
    """The path, with its query, of a full address of this site; None for another host's."""
    at, site = urlsplit(found), urlsplit(settings.SITE_URL)
    if (at.scheme, at.netloc) != (site.scheme, site.netloc):
        return None
    path = quote(unquote(at.path), safe="/~!$&'()*+,;=:@")  # one spelling of each: a link has escapes, or letters
    return f"{path or '/'}{'?' + at.query if at.query else ''}"


def _leads_to(content: bytes, content_type: str, address: str) -> Iterator[str]:
    """The full addresses that a page, a sitemap or a feed leads to."""
    base = f"{settings.SITE_URL}{address}"
    if content_type.startswith("text/html"):
        parser = _Links()
        parser.feed(content.decode("utf-8"))
        yield from (urljoin(base, found) for found in parser.found)
    elif "xml" in content_type.partition(";")[0]:
        for element in ElementTree.fromstring(content).iter():  # noqa: S314 - the site's own answer
            if element.tag.endswith("}loc") and element.text:
                yield urljoin(base, element.text.strip())
            elif element.tag.endswith("}link") and (href := element.get("href")):
                yield urljoin(base, href)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name in _LEADS.get(tag, ()):
            value = (values.get(name) or "").strip()
            if not value or value.startswith("#"):
                continue
            if name == "srcset":
                self.found += [part.split()[0] for part in value.split(",") if part.strip()]
            elif tag != "meta" or (value.startswith(settings.SITE_URL) and " " not in value):
                self.found.append(value)
