// The editor of a body over its textarea, which is sent and kept as before; without this script the textarea is the editor.

const start = async (textarea) => {
  const parts = JSON.parse(textarea.dataset.writing);
  const [tiptap, { extensionsOf, withoutStyles, PARAGRAPH_KINDS }, { Keeper }, { makeToolbar }, dialogs, linking, { Library }] = await Promise.all(
    ["editor", "schema", "keeping", "toolbar", "dialogs", "linking", "library"].map((part) => import(parts[part])),
  );

  const whole = document.createElement("div");
  whole.className = "desk-writing";
  const frame = document.createElement("div");
  textarea.before(whole);
  whole.append(frame, textarea);
  const said = document.createElement("p");
  said.className = "desk-writing-said help";
  said.setAttribute("role", "status");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const links = textarea.form?.elements.links; // where links to records are sent; none where nobody may make them
  let editor = null;

  const open = () => {
    const schema = tiptap.getSchema(extensionsOf(tiptap));
    const keeper = new Keeper(textarea.value, schema, tiptap.pm.model ?? tiptap.pm);
    const attributes = { role: "textbox", "aria-multiline": "true", class: "desk-body" };
    if (label) attributes["aria-labelledby"] = label.id ||= `${textarea.id}-label`;
    const help = textarea.getAttribute("aria-describedby");
    if (help) attributes["aria-describedby"] = help;
    if (textarea.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
    attributes.id = `${textarea.id}-text`;
    attributes.spellcheck = "true";

    editor = new tiptap.Editor({
      element: frame,
      extensions: extensionsOf(tiptap),
      content: keeper.content,
      injectCSS: false, // its rules stand in our own style sheet: the policy allows none within a page
      editorProps: { attributes, transformPastedHTML: withoutStyles },
      onUpdate: ({ editor: changed }) => {
        textarea.value = keeper.write(changed.state.doc);
        if (links) links.value = linking.writeLinks(changed.state.doc);
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });
    keeper.opened(editor.state.doc);

    if (links) linking.readLinks(editor, links.value);

    const chain = () => editor.chain().focus();
    const say = (words) => { said.textContent = words || ""; };
    const toggle = (name, label_, keys, run, of = name) => ({ name, label: label_, keys, run, isOn: () => editor.isActive(of) });
    const toolbar = makeToolbar({
      editor,
      controls: attributes.id,
      kinds: PARAGRAPH_KINDS,
      kindOf: () => {
        const { parent } = editor.state.selection.$from;
        if (parent.type.name === "heading") return `h${parent.attrs.level}`;
        if (parent.type.name !== "paragraph") return null;
        const known = PARAGRAPH_KINDS.some(([value]) => value === parent.attrs.class);
        return known ? parent.attrs.class : "paragraph";
      },
      setKind: (value) => {
        const level = { h2: 2, h3: 3 }[value];
        if (level) chain().setNode("heading", { level }).run();
        else chain().setNode("paragraph", { class: value === "paragraph" ? null : value }).run();
      },
      actions: [
        toggle("italic", "Italic", "Control+I", () => chain().toggleItalic().run()),
        toggle("bold", "Bold", "Control+B", () => chain().toggleBold().run()),
        toggle("link", "Link", "Control+K", async () => say(await dialogs.askForLink(editor))),
        ...(links
          ? [{ ...toggle("record", "Film or person", "Control+Alt+K", async () => say(await linking.askForRecord(editor, JSON.parse(links.dataset.choosers)))), title: "A link to a film or a person of this site" }]
          : []),
        toggle("quotation", "Quotation", "", () => chain().toggleBlockquote().run(), "blockquote"),
        toggle("list", "List", "", () => chain().toggleBulletList().run(), "bulletList"),
        toggle("numbers", "Numbered", "", () => chain().toggleOrderedList().run(), "orderedList"),
        { name: "note", label: "Note", title: "A mark here, and its note at the foot", run: () => dialogs.askForNote(editor) },
        { ...toggle("figure", "Figure", "", () => dialogs.askForFigure(editor, new Library(textarea))), title: "A picture with its caption" },
        { name: "undo", label: "Undo", keys: "Control+Z", run: () => chain().undo().run(), isOff: () => !editor.can().undo() },
        { name: "redo", label: "Redo", keys: "Control+Shift+Z", run: () => chain().redo().run(), isOff: () => !editor.can().redo() },
        { name: "html", label: "HTML", title: "The text as it is stored", run: () => showHtml() },
      ],
    });
    frame.prepend(toolbar.bar);
    frame.append(said);
    editor.on("transaction", toolbar.show);
    editor.view.dom.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10") toolbar.enter();
      else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && (event.key.toLowerCase() === "k" || event.code === "KeyK")) toolbar.bar.querySelector(event.altKey ? "[data-action=record]" : "[data-action=link]")?.click();
      else return;
      event.preventDefault();
    });
    toolbar.show();
    textarea.hidden = true;
    frame.hidden = false;
  };

  const back = document.createElement("button");
  back.type = "button";
  back.className = "button desk-writing-back";
  back.textContent = "Back to the editor";
  back.hidden = true;
  frame.before(back);
  back.addEventListener("click", () => {
    back.hidden = true;
    open();
    editor.commands.focus();
  });

  function showHtml() {
    editor.destroy();
    frame.replaceChildren();
    frame.hidden = true;
    textarea.hidden = false;
    back.hidden = false;
    textarea.focus();
  }

  label?.addEventListener("click", () => editor && !frame.hidden && editor.commands.focus());
  open();
};

for (const textarea of document.querySelectorAll("textarea[data-writing]")) {
  start(textarea).catch((error) => {
    textarea.hidden = false;
    console.error("The editor did not start; the text can be changed in the plain field.", error);
  });
}
