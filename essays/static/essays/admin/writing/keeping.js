// The way from a body's HTML into the editor and back. A block that nobody touched goes back to the character as it came.

const BLOCK = /<(?:p|h2|h3|blockquote|ul|ol|li|figure|figcaption|hr)[\s>]/i;
const BLOCK_NAMES = new Set("P H2 H3 BLOCKQUOTE UL OL LI FIGURE FIGCAPTION HR".split(" "));
const INLINE = "em|strong|cite|a|sup|span";
const OUTER = "p|h2|h3|blockquote|ul|ol|li|figure|figcaption|hr|br";

const fragmentOf = (html) => {
  const template = document.createElement("template"); // inert: nothing in it is loaded
  template.innerHTML = html;
  return template.content;
};

// What says the same to a reader, written in one way.
function sameWay(html) {
  const all = fragmentOf(html);
  for (const link of all.querySelectorAll("a")) link.removeAttribute("rel");
  for (const item of all.querySelectorAll("li")) unwrapOnlyParagraph(item);
  for (const quotation of all.querySelectorAll("blockquote")) {
    if (![...quotation.children].some((child) => BLOCK_NAMES.has(child.tagName))) {
      const paragraph = document.createElement("p");
      paragraph.append(...quotation.childNodes);
      quotation.append(paragraph);
    }
  }
  const holder = document.createElement("template");
  holder.content.append(all);
  return holder.innerHTML
    .replace(/[ \t\n\r\f]+/g, " ")
    .replace(new RegExp(` ?(</?(?:${OUTER})\\b[^>]*>) ?`, "g"), "$1")
    .replace(new RegExp(`<(${INLINE})\\b[^>]*></\\1>`, "g"), "")
    .replace(new RegExp(` ((?:</(?:${INLINE})>)*(?:</(?:p|h2|h3|li|figcaption)>|<br>| ?<span class="credit">))`, "g"), "$1")
    .replace(new RegExp(`((?:<(?:p|h2|h3|li|figcaption)\\b[^>]*>|<br>)(?:<(?:${INLINE})\\b[^>]*>)*) `, "g"), "$1")
    .replace(new RegExp(` ((?:</?(?:${INLINE})\\b[^>]*>)+) `, "g"), " $1")
    .replace(/<\/(em|strong|cite|sup)><\1>/g, "")
    .trim();
}

function unwrapOnlyParagraph(item) {
  const first = item.firstElementChild;
  if (!first || first.tagName !== "P" || first.attributes.length) return;
  const others = [...item.childNodes].filter((node) => node !== first && node.textContent.trim());
  if (others.some((node) => node.tagName !== "UL" && node.tagName !== "OL")) return;
  first.replaceWith(...first.childNodes);
}

// The node without the marks of records: they are no part of the text.
function withoutRecords(node, model) {
  const record = node.type.schema.marks.record;
  if (!record || (node.isText ? !record.isInSet(node.marks) : !node.rangeHasMark(0, node.content.size, record))) return node;
  if (node.isText) return node.mark(record.removeFromSet(node.marks));
  const children = [];
  node.forEach((child) => children.push(withoutRecords(child, model)));
  return node.copy(model.Fragment.fromArray(children));
}

export class Keeper {
  // `value` is the body as it came; `model` is ProseMirror's, `schema` the editor's.
  constructor(value, schema, model) {
    this.value = value;
    this.schema = schema;
    this.model = model;
    this.reader = model.DOMParser.fromSchema(schema);
    this.writer = model.DOMSerializer.fromSchema(schema);
    this.inert = document.implementation.createHTMLDocument("");
    this.written = new WeakMap(); // node: how it is written
    this.alike = new Map(); // what a node says: the block that said it first
    this.blocks = this.#blocksOf(value);
  }

  // The document for the editor, as JSON.
  get content() {
    const blocks = this.blocks.map(({ node }) => node.toJSON());
    return { type: "doc", content: blocks.length ? blocks : [{ type: "paragraph" }] };
  }

  // The editor has opened the document: its blocks stand for those that came.
  opened(doc) {
    this.doc = doc;
    this.blocks.forEach((block, index) => {
      const node = doc.maybeChild(index);
      if (!node || JSON.stringify(node.toJSON()) !== JSON.stringify(block.node.toJSON())) return;
      this.written.set(node, block);
      const said = JSON.stringify(node.toJSON());
      if (!this.alike.has(said)) this.alike.set(said, block);
    });
  }

  // The body's HTML of a document.
  write(marked) {
    const doc = withoutRecords(marked, this.model);
    if (doc.eq(this.doc)) return this.value;
    const blocks = [];
    doc.forEach((node) => {
      const block = this.#block(node);
      if (block.html) blocks.push(block);
    });
    const between = (block, next) => (block.next && block.next === next ? block.after : "\n");
    return blocks.map((block, index) => block.html + (blocks[index + 1] ? between(block, blocks[index + 1]) : "")).join("");
  }

  #block(node) {
    let block = this.written.get(node);
    if (!block) {
      block = this.alike.get(JSON.stringify(node.toJSON())) || { html: this.#html(node), after: "\n" };
      this.written.set(node, block);
    }
    return block;
  }

  #html(node) {
    if (node.type.name === "kept") return node.attrs.html;
    if (node.type.name === "paragraph" && !node.content.size) return "";
    const element = this.writer.serializeNode(node, { document: this.inert });
    const holder = this.inert.createElement("div");
    holder.append(element);
    for (const item of holder.querySelectorAll("li")) unwrapOnlyParagraph(item);
    for (const caption of holder.querySelectorAll("figcaption[data-credit]")) {
      const credit = this.inert.createElement("span");
      credit.className = "credit";
      credit.textContent = caption.dataset.credit;
      caption.removeAttribute("data-credit");
      if (caption.textContent) caption.append(" ");
      caption.append(credit);
    }
    return holder.innerHTML;
  }

  #blocksOf(value) {
    const blocks = [];
    let inline = "";
    const add = (html, asParagraph) => {
      const node = this.#read(html, asParagraph);
      blocks.push({ node, html, after: "" });
    };
    const endInline = () => {
      if (inline.trim()) add(inline, true);
      inline = "";
    };
    const html = BLOCK.test(value) || !value.trim() ? value : paragraphsOf(value);
    for (const child of fragmentOf(html).childNodes) {
      const isBlock = child.nodeType === 1 && BLOCK_NAMES.has(child.tagName);
      const source = child.nodeType === 1 ? child.outerHTML : this.#escaped(child);
      if (isBlock) {
        endInline();
        add(source, false);
      } else if (!inline && !source.trim()) {
        if (blocks.length) blocks.at(-1).after += source;
      } else {
        inline += source;
      }
    }
    endInline();
    blocks.forEach((block, index) => { block.next = blocks[index + 1]; });
    return blocks;
  }

  #escaped(node) {
    const holder = this.inert.createElement("div");
    holder.append(this.inert.importNode(node, true));
    return holder.innerHTML;
  }

  #read(html, asParagraph) {
    const wanted = asParagraph ? `<p>${html}</p>` : html;
    const holder = this.inert.createElement("div");
    holder.append(this.inert.importNode(fragmentOf(wanted), true));
    const doc = this.reader.parse(holder);
    const node = doc.childCount === 1 ? doc.firstChild : null;
    const isWhole = node && sameWay(this.#html(node) || "<p></p>") === sameWay(wanted);
    return isWhole ? node : this.schema.nodes.kept.create({ html });
  }
}

// Text without any block: paragraphs at its empty lines, as the site makes them on saving.
function paragraphsOf(text) {
  return text.trim().split(/\n{2,}/).map((part) => `<p>${part.replace(/\n/g, "<br>")}</p>`).join("\n\n");
}
