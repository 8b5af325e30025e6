// What a body may hold, as the editor knows it: the elements that the site's cleaning lets through, and no others.
// What does not fit stands in the text as a block that is kept as it is.

export const PARAGRAPH_KINDS = [
  ["paragraph", "Paragraph"],
  ["h2", "Subhead"],
  ["h3", "Smaller subhead"],
  ["credits", "Line of credits"],
  ["caption", "Caption"],
  ["spoiler-warning", "Spoiler warning"],
  ["footnote", "Note at the foot"],
];

// A picture of another site is not asked for: the site's policy refuses it, and readers do not see it either.
export const isOurs = (address) => /^\/(?!\/)/.test(address || "");

const PARAGRAPH_CLASSES = new Set(PARAGRAPH_KINDS.map(([value]) => value));

// What a word processor puts on the clipboard: its styles are names here, since the policy lets none be applied, and
// what language it takes each word for is left out.
export const withoutStyles = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag
        .replace(/\sstyle\s*=/gi, " data-style=")
        .replace(/\son\w+\s*=/gi, " data-on=")
        .replace(/\slang=("[^"]*"|'[^']*'|[\w-]+)/gi, ""),
    );
const isStyled = (style) => (of) => style.test(of.dataset.style || "") && null;

const plain = (names, { keepOnSplit = true } = {}) =>
  Object.fromEntries(names.map((name) => [name, { default: null, keepOnSplit }]));

export function extensionsOf(tiptap) {
  const { Mark, Node } = tiptap;

  const Paragraph = tiptap.Paragraph.extend({
    addAttributes: () => ({
      class: {
        default: null,
        keepOnSplit: false,
        parseHTML: ({ classList }) => ([...classList].every((name) => PARAGRAPH_CLASSES.has(name)) && classList.value) || null,
      },
      ...plain(["lang", "dir"]),
    }),
    addKeyboardShortcuts: () => ({}),
  });
  const Blockquote = tiptap.Blockquote.extend({ addAttributes: () => plain(["lang", "dir", "cite"]) });
  const OrderedList = tiptap.OrderedList.extend({
    addAttributes: () => ({}),
    addNodeView: () => null,
    renderHTML: () => ["ol", 0],
  });

  const Citation = Node.create({
    name: "citation",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      text: { default: "", parseHTML: (sup) => sup.textContent, renderHTML: () => ({}) },
      ...plain(["data-number", "data-certain"]),
    }),
    parseHTML: () => [{ tag: "sup.citation", priority: 80 }],
    renderHTML: ({ node, HTMLAttributes }) => ["sup", { class: "citation", ...HTMLAttributes }, node.attrs.text],
    renderText: ({ node }) => node.attrs.text,
  });

  const pictureView = ({ node }) => {
    const { src, alt } = node.attrs;
    if (isOurs(src)) {
      const dom = document.createElement("img");
      dom.src = src;
      dom.alt = alt || "";
      return { dom };
    }
    const dom = document.createElement("span");
    dom.className = "desk-no-picture";
    dom.textContent = `${src ? "Picture of another site, which readers do not see" : "Picture that is not here"}: ${alt || "no alternative text"}`;
    return { dom };
  };
  const ofPicture = {
    atom: true,
    addAttributes: () => plain(["src", "alt", "width", "height"]),
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
    addNodeView: () => pictureView,
  };
  const Picture = Node.create({
    ...ofPicture,
    name: "picture",
    parseHTML: () => [{ tag: "img", context: "figure/", priority: 70 }],
  });
  const InlinePicture = Node.create({
    ...ofPicture,
    name: "inlinePicture",
    group: "inline",
    inline: true,
    parseHTML: () => [{ tag: "img" }],
  });
  const Caption = Node.create({
    name: "figcaption",
    content: "inline*",
    defining: true,
    addAttributes: () => ({
      credit: {
        default: null,
        parseHTML: (caption) => caption.querySelector(":scope > .credit:last-child")?.textContent || null,
        renderHTML: ({ credit }) => (credit ? { "data-credit": credit } : {}),
      },
    }),
    parseHTML: () => [
      {
        tag: "figcaption",
        contentElement: (caption) => {
          const words = caption.cloneNode(true);
          words.querySelector(":scope > .credit:last-child")?.remove();
          return words;
        },
      },
    ],
    renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],
  });
  const Figure = Node.create({
    name: "figure",
    group: "block",
    content: "picture figcaption?",
    isolating: true,
    defining: true,
    parseHTML: () => [{ tag: "figure" }],
    renderHTML: () => ["figure", 0],
    addKeyboardShortcuts() {
      return {
        // Out of a caption, into a paragraph after the figure.
        Enter: ({ editor }) => {
          const { $from } = editor.state.selection;
          if ($from.parent.type.name !== "figcaption") return false;
          const after = $from.after(-1);
          return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
        },
      };
    },
  });

  // A block that the editor does not understand: shown as its words, kept to the character.
  const Kept = Node.create({
    name: "kept",
    group: "block",
    atom: true,
    addAttributes: () => ({
      html: { default: "", parseHTML: (of) => of.dataset.html, renderHTML: ({ html }) => ({ "data-html": html }) },
    }),
    parseHTML: () => [{ tag: "desk-kept" }],
    renderHTML: ({ HTMLAttributes }) => ["desk-kept", HTMLAttributes],
    addNodeView: () => ({ node }) => {
      const dom = document.createElement("div");
      dom.className = "desk-kept";
      const words = new DOMParser().parseFromString(node.attrs.html, "text/html").body.textContent;
      const note = document.createElement("small");
      note.textContent = "Kept as it is; change it under “HTML”.";
      dom.append(words.trim() || "—", note);
      return { dom };
    },
  });

  const Link = Mark.create({
    name: "link",
    priority: 1000, // around bold and italics, as the import writes it
    inclusive: false,
    addAttributes: () => plain(["href", "title"]),
    parseHTML: () => [{ tag: "a" }],
    renderHTML: ({ HTMLAttributes }) => ["a", { ...HTMLAttributes, rel: "noopener" }, 0],
  });
  // Words that mean a film or a person: kept beside the text and not in it, so that the text is written without them.
  const Record = Mark.create({
    name: "record",
    priority: 1100,
    inclusive: false,
    addAttributes: () => ({
      of: { default: null, parseHTML: ({ dataset }) => dataset.record, renderHTML: ({ of }) => ({ "data-record": of }) },
      name: { default: "", parseHTML: ({ title }) => title, renderHTML: ({ name }) => ({ title: name }) },
    }),
    parseHTML: () => [{ tag: "span[data-record]", priority: 80 }],
    renderHTML: ({ HTMLAttributes }) => ["span", { class: "desk-record", ...HTMLAttributes }, 0],
  });
  const Span = Mark.create({
    name: "span",
    priority: 900,
    addAttributes: () => plain(["lang", "dir"]),
    parseHTML: () => [
      { tag: "span[lang]" },
      { tag: "span[dir]" },
      { tag: "span", getAttrs: (span) => (span.attributes.length ? false : null) },
    ],
    renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  });
  const Cite = Mark.create({
    name: "cite",
    priority: 50,
    parseHTML: () => [{ tag: "cite" }],
    renderHTML: () => ["cite", 0],
  });

  const Bold = tiptap.Bold.extend({
    priority: 800,
    parseHTML: () => [
      { tag: "strong" },
      { tag: "b", getAttrs: (b) => !/font-weight:\s*(normal|400)/.test(b.dataset.style || "") && null },
      { tag: "span[data-style]", consuming: false, getAttrs: isStyled(/font-weight:\s*(bold|[6-9]00)/) },
    ],
  });
  const Italic = tiptap.Italic.extend({
    priority: 700,
    parseHTML: () => [
      { tag: "em" },
      { tag: "i" },
      { tag: "span[data-style]", consuming: false, getAttrs: isStyled(/font-style:\s*italic/) },
    ],
  });

  return [
    tiptap.Document, tiptap.Text, Paragraph, tiptap.Heading.configure({ levels: [2, 3] }), Blockquote,
    tiptap.BulletList, OrderedList, tiptap.ListItem, tiptap.HorizontalRule, tiptap.HardBreak,
    Figure, Picture, Caption, InlinePicture, Citation, Kept,
    Record, Link, Span, Bold, Italic, Cite, tiptap.Superscript.extend({ priority: 40 }),
    tiptap.History, tiptap.Gapcursor, tiptap.Dropcursor,
  ];
}
