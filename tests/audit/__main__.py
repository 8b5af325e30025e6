"""What others say of the public pages: Nu and html-validate, schema-dts and Google's rules, Lighthouse.

    sh bin/audit [--no-lighthouse] [--keep FOLDER]

Serves the small whole site of the browser tests, with its hostile pages, fetches one page of each kind and has them
checked. Needs Node 20 or newer, Java 11 or newer and Chromium (``CHROMIUM`` names it); the checkers are those of
``tests/audit/package-lock.json``. Prints a line for each fault, then a table; exits with 1 where there is a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.browser.serving import served_site

HERE = Path(__file__).resolve().parent
CHECKERS = HERE / "node_modules"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
)
NEWER_THAN_NU = "scroll-target-group|target-current|animation-timeline|interestfor|position-area|position-anchor"
GRAPH = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
NO_RATING = 'Required attribute "reviewRating" is missing'  # whose author gave none: it asks for no stars
MEASURED = ("essay", "film", "person", "home")  # by Lighthouse, as the least that each must have:
LEAST = {"accessibility": 1.0, "best-practices": 1.0, "seo": 1.0, "performance": 0.95}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-lighthouse", action="store_true", help="leave out what takes half a minute a page")
    parser.add_argument("--keep", type=Path, help="a folder for the pages and Lighthouse's reports")
    options = parser.parse_args()
    missing = [name for name in ("node", "java") if shutil.which(name) is None]
    missing += [] if options.no_lighthouse or Path(CHROMIUM).exists() else [CHROMIUM]
    if missing:
        sys.exit(f"The audit needs {', '.join(missing)}, which is not here.")
    with tempfile.TemporaryDirectory(prefix="double-bill-audit-") as name, served_site(AS_SERVED="on") as site:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        faults = []
        pages = _fetch({key: address for key, address in site.items() if key != "draft"}, folder)
        for checker, check in (("Nu", _nu), ("html-validate", _html_validate), ("Google's rules", _google)):
            faults += _told(checker, list(check(pages)), len(pages))
        faults += _told("schema-dts", list(_vocabulary(pages)), len(pages))
        if not options.no_lighthouse:
            for key in MEASURED:
                faults += _told(f"Lighthouse, {key}", list(_lighthouse(site[key], folder / f"{key}.json")), 1)
    sys.exit(1 if faults else 0)


def _told(checker: str, faults: list[str], pages: int) -> list[str]:
    for fault in faults:
        print(f"{checker}: {fault}")
    print(f"{checker}: {pages} pages, {len(faults)} faults.", flush=True)
    return faults


def _fetch(site: dict[str, str], folder: Path) -> list[Path]:
    pages = []
    for key, address in site.items():
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                html = answer.read()
        except urllib.error.HTTPError as answer:
            html = answer.read()
        pages.append(folder / f"{key}.html")
        pages[-1].write_bytes(html)
    return pages


def _nu(pages: list[Path]) -> Iterator[str]:
    jar = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--stdout", "--format", "json", "--errors-only"]
    command += ["--filterpattern", f".*({NEWER_THAN_NU}).*", *map(str, pages)]
    for message in _json(command)["messages"]:
        yield f"{Path(message['url']).name}:{message.get('lastLine', '')}: {message['message']}"


def _html_validate(pages: list[Path]) -> Iterator[str]:
    report = pages[0].with_name("html-validate.json")  # it ends before a pipe has taken all that it says
    command = [str(CHECKERS / ".bin" / "html-validate"), "--config", str(HERE / "htmlvalidate.json")]
    command += ["--formatter", f"json={report}", *map(str, pages)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    for page in json.loads(report.read_text("utf-8")):
        for message in page["messages"]:
            where = f"{Path(page['filePath']).name}:{message['line']}"
            yield f"{where}: {message['message']} ({message['ruleId']})"


def _google(pages: list[Path]) -> Iterator[str]:
    for issue in _json(["node", str(HERE / "structured.mjs"), *map(str, pages)]):
        if issue["severity"] == "ERROR" and (issue["where"], issue["message"]) != ("Review", NO_RATING):
            yield f"{Path(issue['file']).name}: {issue['where']}: {issue['message']}"


def _vocabulary(pages: list[Path]) -> Iterator[str]:
    """Each page's graph as a constant of the type that schema-dts gives schema.org's vocabulary."""
    with tempfile.TemporaryDirectory(dir=CHECKERS) as name:
        files = []
        for page in pages:
            for number, graph in enumerate(GRAPH.findall(page.read_text("utf-8"))):
                files.append(Path(name) / f"{page.stem}-{number}.ts")
                said = json.dumps(json.loads(graph), ensure_ascii=True, indent=1)
                files[-1].write_text(
                    f'import type {{ Graph }} from "schema-dts";\nexport const said: Graph = {said};\n'
                )
        if not files:
            yield "no page has a graph"
            return
        command = [str(CHECKERS / ".bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--pretty", "false"]
        command += ["--moduleResolution", "bundler", "--module", "esnext", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        yield from (line.rpartition("/")[2] for line in done.stdout.splitlines() if line.strip())


def _lighthouse(address: str, report: Path) -> Iterator[str]:
    command = [str(CHECKERS / ".bin" / "lighthouse"), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={CHROMIUM_FLAGS}"]
    subprocess.run(command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, check=True)
    said = json.loads(report.read_text("utf-8"))
    scores = {name: category["score"] for name, category in said["categories"].items()}
    print(f"Lighthouse, {address}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
    for name, least in LEAST.items():
        if (scores[name] or 0) < least:
            weak = [said["audits"][one["id"]] for one in said["categories"][name]["auditRefs"] if one["weight"]]
            why = "; ".join(audit["title"] for audit in weak if (audit["score"] or 0) < 0.9)
            yield f"{name} {scores[name]}, asked {least}: {why}"


def _json(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{Path(command[0]).name} did not answer: {(done.stderr or done.stdout)[-800:]}")


if __name__ == "__main__":
    main()
