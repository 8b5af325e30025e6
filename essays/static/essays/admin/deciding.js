// The deciding screens without page loads: forms and links marked data-part are sent by fetch, and the part of the
// screen that they change is put in place. One key for each decision: that of the element with this data-key.
"use strict";

(() => {
  const SWITCH = "double-bill-keys";
  const said = document.getElementById("deciding-said");
  let isBusy = false;

  const part = () => document.getElementById("deciding");

  function keysAreOn() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch {
      return true;
    }
  }

  function showSwitch() {
    const button = document.getElementById("keys-switch");
    button.hidden = false;
    button.setAttribute("aria-pressed", String(keysAreOn()));
    button.textContent = keysAreOn() ? "Keys: on" : "Keys: off";
    part().classList.toggle("desk-keys", keysAreOn());
    for (const element of part().querySelectorAll("[data-key]")) {
      if (keysAreOn()) element.setAttribute("aria-keyshortcuts", element.dataset.key);
      else element.removeAttribute("aria-keyshortcuts");
    }
  }

  function say(words) {
    said.textContent = "";
    said.textContent = words;
  }

  function complain(words) {
    const list = document.createElement("ul");
    list.className = "messagelist";
    const item = document.createElement("li");
    item.className = "error";
    item.textContent = words;
    list.append(item);
    part().querySelectorAll(":scope > .messagelist").forEach((old) => old.remove());
    part().prepend(list);
    say(words);
  }

  // The words to decide about are brought into view in the text, without moving the page.
  function showHere() {
    const here = document.getElementById("here");
    const reading = here?.closest(".desk-reading");
    if (reading && reading.scrollHeight > reading.clientHeight) {
      const box = here.getBoundingClientRect();
      reading.scrollTop += box.top - reading.getBoundingClientRect().top - reading.clientHeight / 3;
    }
  }

  function put(html, address) {
    const made = new DOMParser().parseFromString(html, "text/html").getElementById("deciding");
    if (!made) return false;
    part().replaceWith(document.adoptNode(made));
    if (made.dataset.title) document.title = document.title.replace(/^[^|]*/, `${made.dataset.title} `);
    history.replaceState(null, "", address);
    showSwitch();
    showHere();
    document.getElementById("panel-heading")?.focus({ preventScroll: true });
    const heading = document.getElementById("panel-heading");
    const messages = [...made.querySelectorAll(":scope > .messagelist li")].map((item) => item.textContent);
    say([...messages, `Now: ${heading ? heading.textContent : ""}`].join(" "));
    return true;
  }

  async function send(address, options) {
    if (isBusy) return;
    isBusy = true;
    part().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Desk-Part": "1" }, credentials: "same-origin" });
      if (answer.ok && put(await answer.text(), answer.url)) return;
      const why = answer.ok ? "You were logged out." : `The site answered ${answer.status}.`;
      complain(`${why} Nothing was decided. Load the page again.`);
    } catch {
      complain("The site did not answer. Look whether you are connected, then try again.");
    } finally {
      isBusy = false;
      part().removeAttribute("aria-busy");
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-part")) return;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
    if (form.method === "post") {
      send(form.action, { method: "POST", body: data });
      return;
    }
    const address = new URL(form.action);
    address.search = new URLSearchParams(data).toString();
    send(address, {});
  });

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-part]") : null;
    if (event.target instanceof Element && event.target.id === "keys-switch") {
      try {
        localStorage.setItem(SWITCH, keysAreOn() ? "off" : "on");
      } catch {
        complain("This browser keeps no settings; the keys stay on.");
      }
      showSwitch();
      return;
    }
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (String(document.getSelection()) === "" || !link.closest(".desk-reading")) send(link.href, {});
  });

  // Selected words go into the form, with their place in the text in code points.
  document.addEventListener("selectionchange", () => {
    const form = document.querySelector(".desk-pointing");
    const selection = document.getSelection();
    if (!form || !selection || selection.rangeCount === 0 || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const block = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-start]");
    const first = block(range.startContainer);
    if (!first || first !== block(range.endContainer)) return;
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const indent = words.length - words.trimStart().length;
    const start = Number(first.dataset.start) + [...before.toString()].length + indent;
    form.elements.words.value = words.trim();
    form.elements.start.value = String(start);
    form.elements.place.value = "1";
    form.classList.toggle("desk-ready", words.trim() !== "");
  });

  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest(".desk-pointing") : null;
    if (form && event.target.name !== "start") form.elements.start.value = "";
  });

  function isTyping(element) {
    return element instanceof HTMLElement && element.matches("input:not([type=checkbox]), textarea, select");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(document.activeElement)) {
      document.getElementById("panel-heading")?.focus();
      return;
    }
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !keysAreOn()) return;
    const target = part()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target || isBusy) return;
    event.preventDefault();
    if (!target.matches("input:not([type=checkbox])")) {
      target.click();
    } else if (target.name === "words" && target.value) {
      target.form.requestSubmit();
    } else {
      target.focus();
      target.select();
    }
  });

  showSwitch();
  showHere();
})();
