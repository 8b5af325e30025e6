// Choosers of what has a picture show it beside each name, and in the form what is chosen.
"use strict";

django.jQuery(($) => {
  const square = (address) => {
    const image = new Image(80, 80);
    image.className = "desk-thumb";
    image.alt = "";
    image.src = address;
    return image;
  };

  const beside = (choice) => {
    if (!choice.picture) return choice.text;
    const line = document.createElement("span");
    line.className = "desk-choice";
    line.append(square(choice.picture), choice.text);
    return line;
  };

  for (const chooser of document.querySelectorAll("select.admin-autocomplete")) {
    const stock = $(chooser).data("select2");
    if (!stock) continue; // a row that is no row yet
    stock.options.set("templateResult", beside);
    const shown = document.querySelector(`.field-shown_${CSS.escape(chooser.name)} .readonly`);
    if (shown) {
      $(chooser).on("select2:select", ({ params }) => shown.replaceChildren(square(params.data.picture)));
      $(chooser).on("select2:clear", () => shown.replaceChildren());
    }
  }
});
