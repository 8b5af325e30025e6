// A click on the picture sets its focal point; the two fields say the same in numbers.
"use strict";

(() => {
  const figure = document.querySelector(".desk-picture[data-focus]");
  const [across, down] = ["id_focus_x", "id_focus_y"].map((id) => document.getElementById(id));
  if (!figure || !across || !down) return;

  const picture = figure.querySelector("img");
  const frame = document.createElement("div");
  const mark = document.createElement("span");
  frame.className = "desk-focus";
  mark.className = "desk-focus-mark";
  picture.before(frame);
  frame.append(picture, mark);

  const show = () => {
    mark.style.left = `${across.value || 50}%`;
    mark.style.top = `${down.value || 50}%`;
  };
  picture.addEventListener("click", ({ clientX, clientY }) => {
    const box = picture.getBoundingClientRect();
    const share = (at, start, size) => Math.min(100, Math.max(0, Math.round(((at - start) / size) * 100)));
    across.value = share(clientX, box.left, box.width);
    down.value = share(clientY, box.top, box.height);
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
})();
