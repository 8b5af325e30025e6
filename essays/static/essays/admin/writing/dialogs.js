// Questions of the editor, each a dialog of its own beside the form.

let asked = 0;

function element(name, properties = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// The answers by name; null where the editor gave none; "remove" where the button of that name was pressed.
// `first` makes what stands above the questions, of the inputs by name; it is asked again for nothing.
export function ask({ title, fields, submit, remove = "", said = "", first = null }) {
  const number = ++asked;
  const inputs = {};
  const rows = fields.map(({ name, label, value = "", help = "", rows = 0, required = false, check }) => {
    const id = `desk-ask-${number}-${name}`;
    const input = element(rows ? "textarea" : "input", { id, name, required });
    if (rows) input.rows = rows;
    input.value = value;
    if (check) input.addEventListener("input", () => input.setCustomValidity(input.value ? check(input.value) : ""));
    if (help) input.setAttribute("aria-describedby", `${id}-help`);
    inputs[name] = input;
    return element("p", {}, [
      element("label", { htmlFor: id, textContent: label }),
      input,
      ...(help ? [element("span", { id: `${id}-help`, className: "help", textContent: help })] : []),
    ]);
  });
  const heading = element("h2", { id: `desk-ask-${number}`, textContent: title });
  const buttons = element("p", { className: "desk-ask-buttons" }, [
    element("button", { type: "submit", value: "yes", className: "button default", textContent: submit }),
    ...(remove ? [element("button", { type: "submit", value: "remove", className: "button", formNoValidate: true, textContent: remove })] : []),
    element("button", { type: "submit", value: "", className: "button", formNoValidate: true, textContent: "Cancel" }),
  ]);
  const form = element("form", { method: "dialog" }, [heading, ...(said ? [element("p", { textContent: said })] : []), ...(first ? [first(inputs)] : []), ...rows, buttons]);
  const dialog = element("dialog", { className: "desk-ask", "aria-labelledby": heading.id }, [form]);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "remove") answer("remove");
      else if (dialog.returnValue !== "yes") answer(null);
      else answer(Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()])));
    });
  });
}

const HOST = /^[\w-]+(\.[\w-]+)+([/?#:]|$)/;

// An address as the site keeps it; empty where it is none.
export function addressOf(typed) {
  const address = typed.trim();
  if (/^(https?:\/\/\S+|mailto:\S+|\/(?!\/)\S*)$/i.test(address)) return address;
  return HOST.test(address) && !/\s/.test(address) ? `https://${address}` : "";
}

export async function askForLink(editor) {
  const isLink = editor.isActive("link");
  if (editor.state.selection.empty && !isLink) {
    return "Select the words of the link first.";
  }
  const now = editor.getAttributes("link");
  const answer = await ask({
    title: isLink ? "This link" : "A link from these words",
    fields: [
      {
        name: "href",
        label: "Address",
        value: now.href || "",
        required: true,
        help: "https://example.org/page, or /films/… for a page of this site.",
        check: (typed) => (addressOf(typed) ? "" : "This is no address. It begins with https://, mailto: or /."),
      },
    ],
    submit: "Set the link",
    remove: isLink ? "Remove the link" : "",
  });
  const chain = editor.chain().focus().extendMarkRange("link");
  if (answer === "remove") chain.unsetMark("link").run();
  else if (answer) chain.setMark("link", { ...now, href: addressOf(answer.href) }).run();
  else editor.commands.focus();
  return "";
}

export async function askForNote(editor) {
  const answer = await ask({
    title: "A note",
    fields: [{ name: "text", label: "The note", rows: 4, required: true, help: "The source, or what would break the sentence. It stands at the foot of the text." }],
    submit: "Add the note",
  });
  if (!answer) return editor.commands.focus();
  let number = 0;
  let end = editor.state.doc.content.size;
  editor.state.doc.descendants((node, at) => {
    if (node.type.name === "citation") number = Math.max(number, Number(node.attrs["data-number"]) || 0);
    if (node.type.name === "paragraph" && node.attrs.class === "footnote") {
      number = Math.max(number, Number(/^\s*[[(^]?(\d+)/.exec(node.textContent)?.[1]) || 0);
      end = at + node.nodeSize;
    }
  });
  const mark = `[${number + 1}]`;
  const { to } = editor.state.selection;
  editor
    .chain()
    .focus()
    .insertContentAt(end, { type: "paragraph", attrs: { class: "footnote" }, content: [{ type: "text", text: `${mark} ${answer.text}` }] })
    .insertContentAt(to, { type: "citation", attrs: { text: mark, "data-number": String(number + 1) } })
    .setTextSelection(to + 1)
    .run();
}

// The figure that the selection is in or on: its place and its parts; null outside one.
export function figureAt(editor) {
  const { $from, node } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === "figure") return { at: $from.before(depth), figure: $from.node(depth) };
  }
  return node?.type.name === "figure" ? { at: $from.pos, figure: node } : null;
}

// A picture is chosen from the library, or its address is given; what the library says of it can be said otherwise here.
export async function askForFigure(editor, library) {
  const found = figureAt(editor);
  const picture = found?.figure.firstChild.attrs || {};
  const caption = found?.figure.maybeChild(1);
  const fields = [
    {
      name: "src",
      label: "Address of the picture",
      value: picture.src || "",
      required: !found,
      help: "Filled by the choice above. Pictures of other sites are not shown to readers.",
    },
    { name: "alt", label: "Alternative text", value: picture.alt || "", rows: 2, help: "What somebody who cannot see the picture should know of it." },
    ...(found ? [] : [{ name: "caption", label: "Caption", rows: 2, help: "It can be changed in the text, with italics and links." }]),
    { name: "credit", label: "Credit", value: caption?.attrs.credit || "", help: "Photograph: Name / Company" },
  ];
  const answer = await ask({ title: found ? "This figure" : "A figure", fields, submit: found ? "Change it" : "Insert it", remove: found ? "Remove the figure" : "", first: (inputs) => library.chooser(inputs) });
  if (!answer) return editor.commands.focus();
  if (answer === "remove") {
    return editor.chain().focus().deleteRange({ from: found.at, to: found.at + found.figure.nodeSize }).run();
  }
  const words = caption ? caption.content.toJSON() || [] : answer.caption ? [{ type: "text", text: answer.caption }] : [];
  const isSame = picture.src === answer.src;
  const figure = {
    type: "figure",
    content: [
      { type: "picture", attrs: { ...(isSame ? picture : library.sizeOf(answer.src)), src: answer.src || null, alt: answer.alt } },
      ...(caption || words.length || answer.credit ? [{ type: "figcaption", attrs: { credit: answer.credit || null }, content: words }] : []),
    ],
  };
  const { $to } = editor.state.selection;
  const range = found
    ? { from: found.at, to: found.at + found.figure.nodeSize }
    : $to.depth ? $to.after(1) : $to.pos;
  return editor.chain().focus().insertContentAt(range, figure).run();
}
