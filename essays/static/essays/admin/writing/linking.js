// Links to films and people while writing: found by search, told to the site beside the text.

const AROUND = 40; // characters before and after the words by which they are found again
const FOUND_MOST = 8; // of each kind
const KINDS = { film: "Film", person: "Person" };
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// The text of a document as the site reads it, the place of each of its characters, and the linked runs in it.
function textOf(doc) {
  let text = "";
  const places = [];
  const runs = [];
  const add = (words, at, step) => {
    for (let index = 0; index < words.length; index++) {
      const sign = /\s/.test(words[index]) && words[index] !== "\n" ? " " : words[index];
      if (sign === " " && /\s$/.test(text)) continue;
      text += sign;
      places.push(at + index * step);
    }
  };
  doc.descendants((node, at) => {
    if (node.isText) {
      const mark = node.marks.find(({ type }) => type.name === "record");
      const start = text.length;
      add(node.text, at, 1);
      const last = runs.at(-1);
      if (mark && last?.mark.eq(mark) && last.end === start) last.end = text.length;
      else if (mark) runs.push({ mark, start, end: text.length });
    } else if (node.type.name === "citation") add(node.attrs.text, at, 0);
    else if (node.type.name === "hardBreak") add("\n", at, 0);
    else if (node.isTextblock && text) add("\n\n", at, 0);
  });
  return { text, places, runs };
}

const common = (one, other) => {
  let count = 0;
  while (count < one.length && one[count] && one[count] === other[count]) count++;
  return count;
};
const reversed = (words) => [...words].reverse().join("");

// What is sent of the linked words; empty where there are none.
export function writeLinks(doc) {
  const { text, runs } = textOf(doc);
  const links = runs.map(({ mark, start, end }) => {
    const [kind, id] = mark.attrs.of.split(":");
    const run = text.slice(start, end);
    const first = start + run.length - run.trimStart().length;
    const words = run.trim();
    return {
      [kind]: Number(id),
      name: mark.attrs.name,
      words,
      before: text.slice(Math.max(0, first - AROUND), first),
      after: text.slice(first + words.length, first + words.length + AROUND),
    };
  });
  const said = links.filter(({ words }) => words);
  return said.length ? JSON.stringify(said) : "";
}

// Mark in the editor the words of links that were not saved yet.
export function readLinks(editor, written) {
  let links = [];
  try {
    links = JSON.parse(written || "[]");
  } catch {
    return;
  }
  const { text, places } = textOf(editor.state.doc);
  const marking = editor.state.tr;
  for (const link of links) {
    let best = null;
    for (let at = text.indexOf(link.words); at >= 0; at = text.indexOf(link.words, at + 1)) {
      const fits = common(reversed(text.slice(0, at)), reversed(link.before)) + common(text.slice(at + link.words.length), link.after);
      if (!best || fits > best.fits) best = { at, fits };
    }
    if (!best) continue;
    const kind = "film" in link ? "film" : "person";
    const mark = editor.schema.marks.record.create({ of: `${kind}:${link[kind]}`, name: link.name });
    marking.addMark(places[best.at], places[best.at + link.words.length - 1] + 1, mark);
  }
  if (marking.docChanged) editor.view.dispatch(marking.setMeta("addToHistory", false));
}

async function search(choosers, term) {
  const asked = Object.entries(choosers).map(async ([kind, address]) => {
    const answer = await fetch(address + encodeURIComponent(term), { headers: { Accept: "application/json" } });
    if (answer.status === 403) return []; // this editor does not see records of this kind
    if (!answer.ok || answer.redirected) throw new Error("no answer");
    const { results } = await answer.json();
    return results.slice(0, FOUND_MOST).map(({ id, name, text }) => ({ of: `${kind}:${id}`, kind, name, text }));
  });
  return (await Promise.all(asked)).flat();
}

// A dialog with a search; the record chosen, "remove", or null. The arrows go through what is found, Enter takes it.
function chooseRecord({ title, term, remove, choosers }) {
  const dialog = document.createElement("dialog");
  dialog.className = "desk-ask desk-choose";
  dialog.setAttribute("aria-labelledby", "desk-choose-title");
  dialog.innerHTML = `<form method="dialog"><h2 id="desk-choose-title"></h2>
    <p><label for="desk-choose-term">Search films and people</label>
    <input type="search" id="desk-choose-term" role="combobox" autocomplete="off" aria-autocomplete="list"
      aria-expanded="false" aria-controls="desk-choose-found" aria-describedby="desk-choose-said"></p>
    <p class="help" id="desk-choose-said" role="status"></p>
    <ul id="desk-choose-found" role="listbox" aria-label="Found" hidden></ul>
    <p class="desk-ask-buttons"><button type="submit" value="remove" class="button">Remove the link</button>
    <button type="submit" value="" class="button">Cancel</button></p></form>`;
  const of = (id) => dialog.querySelector(`#desk-choose-${id}`);
  const [input, said, list] = [of("term"), of("said"), of("found")];
  of("title").textContent = title;
  if (!remove) dialog.querySelector("[value=remove]").remove();
  let found = [];
  let at = -1;
  let asked = 0;
  let chosen = null;

  const moveTo = (index) => {
    at = found.length ? (index + found.length) % found.length : -1;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = (index) => {
    chosen = found[index] ?? null;
    if (chosen) dialog.close("chosen");
  };
  const show = (records, words) => {
    found = records;
    said.textContent = words;
    list.replaceChildren(
      ...records.map(({ kind, text }, index) => {
        const option = document.createElement("li");
        option.id = `desk-choose-${index}`;
        option.setAttribute("role", "option");
        const label = document.createElement("small");
        label.textContent = KINDS[kind];
        option.append(text, " ", label);
        option.addEventListener("mousedown", (event) => event.preventDefault()); // the search keeps the focus
        option.addEventListener("click", () => take(index));
        return option;
      }),
    );
    list.hidden = !records.length;
    input.setAttribute("aria-expanded", String(records.length > 0));
    moveTo(0);
  };
  const look = async (pause) => {
    const number = ++asked;
    await wait(pause);
    if (number !== asked) return;
    const wanted = input.value.trim();
    if (!wanted) return show([], "A title or a name, as well as you remember it.");
    try {
      const records = await search(choosers, wanted);
      if (number !== asked) return;
      show(records, records.length ? `${records.length} found. Arrow keys go through them, Enter takes one.` : "No record is called that. Save, and make one under “Decide links”.");
    } catch {
      if (number === asked) show([], "The site did not answer. Look whether you are connected and logged in.");
    }
  };

  input.value = term;
  input.addEventListener("input", () => look(150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") moveTo(at + 1);
    else if (event.key === "ArrowUp") moveTo(at - 1);
    else if (event.key === "Enter") take(at);
    else return;
    event.preventDefault();
  });
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
  input.select();
  look(0);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      asked++;
      dialog.remove();
      answer(chosen || (dialog.returnValue === "remove" ? "remove" : null));
    });
  });
}

// Links the selected words to a record, or inserts its name; returns what there is to say.
export async function askForRecord(editor, choosers) {
  const isLinked = editor.isActive("record");
  if (isLinked) editor.commands.extendMarkRange("record");
  const { from, to, empty, $from, $to } = editor.state.selection;
  if (!empty && !$from.sameParent($to)) return "A link stands within one paragraph. Select the words of the name alone.";
  if (!$from.parent.inlineContent) return "Put the cursor into the text first.";
  const words = editor.state.doc.textBetween(from, to, " ", " ").trim();
  const title = isLinked ? "This link" : empty ? "Name a film or a person" : `What “${words}” means`;
  const record = await chooseRecord({ title, term: words, remove: isLinked, choosers });
  if (!record) editor.commands.focus();
  else if (record === "remove") editor.chain().focus().unsetMark("record").run();
  else {
    const attrs = { of: record.of, name: record.text };
    if (empty) {
      const marks = [...$from.marks().map((mark) => mark.toJSON()), { type: "record", attrs }];
      editor.chain().focus().insertContent({ type: "text", text: record.name, marks }).run();
    } else {
      editor.chain().focus().setMark("record", attrs).setTextSelection(to).run();
    }
    return `“${words || record.name}” means ${record.text} once you save.`;
  }
  return "";
}
