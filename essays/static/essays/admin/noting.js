// Words selected in the text are those that the new note is about.
"use strict";

(() => {
  const form = document.getElementById("note-form");
  if (!form) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const block = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".desk-noted-block");
    const first = block(range.startContainer);
    if (!first) return;
    const chosen = range.cloneRange();
    if (first !== block(range.endContainer)) chosen.setEnd(first, first.childNodes.length); // a note keeps to one block
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(chosen.startContainer, chosen.startOffset);
    const words = chosen.toString();
    if (!words.trim()) return;
    const indent = words.length - words.trimStart().length;
    form.elements.passage.value = words.trim();
    form.elements.near.value = String(Number(first.dataset.start) + [...before.toString()].length + indent);
  });
})();
