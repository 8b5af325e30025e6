/* Names to choose from while one types into a search box; without it the box asks the search page all the same.
   The pattern is that of an editable combobox with a list: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
"use strict";

const WAIT = 140; // milliseconds after the last key
const SHORTEST = 2; // letters

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `${input.id}-names`;
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.names);
  list.hidden = true;
  said.className = "sr";
  said.setAttribute("role", "status");
  input.after(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = null;
  let at = -1;

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const show = (names) => {
    list.replaceChildren(...names.map((name, number) => option(name, number)));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = names.length > 1 ? input.dataset.many.replace("#", names.length) : names.length ? input.dataset.one : "";
  };

  const option = (name, number) => {
    const row = document.createElement("li");
    row.id = `${list.id}-${number}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.dataset.address = name.address;
    for (const [kind, text] of [["name", name.name], ["quiet", name.apart], ["kind rec", name.kind]]) {
      const part = document.createElement("span");
      part.className = kind;
      part.dir = "auto";
      part.textContent = text;
      row.append(part, " ");
    }
    row.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    row.addEventListener("click", () => location.assign(name.address));
    return row;
  };

  const move = (step) => {
    const rows = list.children;
    rows[at]?.setAttribute("aria-selected", "false");
    at = (at + step + rows.length + 1) % (rows.length + 1);
    if (at === rows.length) at = -1;
    if (at < 0 && step < 0 && input.getAttribute("aria-activedescendant") === null) at = rows.length - 1;
    const row = rows[at];
    if (row) {
      row.setAttribute("aria-selected", "true");
      row.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", row.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const ask = async () => {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < SHORTEST) return show([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).names);
    } catch {
      // typed on meanwhile, or no connection: the box is a plain one
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "ArrowDown") {
      ask();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(list.children[at].dataset.address);
    }
  });
}
