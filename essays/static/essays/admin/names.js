// Names for what the stock forms leave without one: choosers, fields in the rows of tables, dates beside times.
"use strict";

(() => {
  const said = (element) => (element ? element.textContent.replace(/[:*\s]+$/, "").trim() : "");

  // What a field is called: by the head of its column, and the row; else by the label of its line.
  const called = (field) => {
    const cell = field.closest(".tabular td");
    if (cell) {
      const row = cell.parentElement;
      const rows = [...row.parentElement.children].filter((one) => one.matches(".form-row"));
      const head = cell.closest("table").tHead?.rows[0];
      const before = [...row.cells].slice(0, cell.cellIndex).reduce((sum, one) => sum + one.colSpan, 0);
      let column = 0;
      const title = head && [...head.cells].find((one) => (column += one.colSpan) > before);
      return `${said(title) || "Delete"}, row ${rows.indexOf(row) + 1}`;
    }
    const line = field.closest(".form-row, .fieldBox");
    return said(line?.querySelector("label, legend"));
  };

  const name = (field, text) => text && field.setAttribute("aria-label", text);

  const nameAll = () => {
    for (const field of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
      if (!field.labels?.length && !field.hasAttribute("aria-label")) name(field, called(field));
    }
    for (const field of document.querySelectorAll(".datetime input")) {
      const part = field.classList.contains("vTimeField") ? "time" : "date";
      if (!field.labels?.length && !field.hasAttribute("aria-label")) name(field, `${called(field)}, ${part}`);
    }
    for (const box of document.querySelectorAll(".select2-selection")) {
      const shown = box.querySelector(".select2-selection__rendered");
      const select = box.closest(".select2-container")?.previousElementSibling;
      if (!shown || shown.hasAttribute("aria-label") || !select) continue;
      const text = said(select.labels?.[0]) || called(select);
      name(shown, text);
      name(box, text);
    }
    for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) {
      hint.setAttribute("role", "img");
    }
  };

  let isDue = false;
  new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      nameAll();
    });
  }).observe(document.body, { childList: true, subtree: true });
  nameAll();
})();
