// The row of buttons above the text: one stop of the Tab key, within which the arrows go from button to button.

// `actions` are rows of {name, label, title, run, isOn, isOff, keys}; `kinds` are [value, label] pairs of paragraphs.
export function makeToolbar({ editor, actions, kinds, kindOf, setKind, controls }) {
  const bar = document.createElement("div");
  bar.className = "desk-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "The text");
  if (controls) bar.setAttribute("aria-controls", controls);

  const kind = document.createElement("select");
  kind.setAttribute("aria-label", "Kind of paragraph");
  for (const [value, label] of kinds) kind.add(new Option(label, value));
  kind.addEventListener("change", () => setKind(kind.value));
  bar.append(kind);

  const buttons = actions.map((action) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.dataset.action = action.name;
    if (action.title) button.title = action.title;
    if (action.keys) button.setAttribute("aria-keyshortcuts", action.keys);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
    button.addEventListener("click", () => action.run());
    bar.append(button);
    return button;
  });

  const stops = [kind, ...buttons];
  let at = 0;
  const moveTo = (index) => {
    stops[at].tabIndex = -1;
    at = (index + stops.length) % stops.length;
    stops[at].tabIndex = 0;
    stops[at].focus();
  };
  stops.forEach((stop, index) => {
    stop.tabIndex = index === 0 ? 0 : -1;
    stop.addEventListener("focus", () => {
      stops[at].tabIndex = -1;
      at = index;
      stop.tabIndex = 0;
    });
  });
  bar.addEventListener("keydown", (event) => {
    const isVertical = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (event.target === kind && isVertical) return; // they choose in the list
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Escape") editor.commands.focus();
    else if (to !== undefined) moveTo(to);
    else return;
    event.preventDefault();
  });

  const show = () => {
    const now = kindOf();
    kind.value = now ?? "";
    kind.disabled = now === null;
    actions.forEach((action, index) => {
      if (action.isOn) buttons[index].setAttribute("aria-pressed", String(action.isOn()));
      if (action.isOff) buttons[index].setAttribute("aria-disabled", String(action.isOff()));
    });
  };
  return { bar, show, enter: () => moveTo(at) };
}
