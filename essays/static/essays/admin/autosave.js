// Sends what is typed into an essay's form to the editor's own slot every few seconds, and says who else has it open.
"use strict";

(() => {
  const line = document.querySelector(".desk-autosave");
  const form = document.getElementById("essay_form");
  if (!line || !form) return;

  const LOOK_EVERY = 4000, SIGN_EVERY = 20000; // ms
  const said = line.querySelector(".desk-autosave-said");
  const others = line.querySelector(".desk-autosave-others");
  const names = line.dataset.fields.split(" ");
  let isSaving = false, isSending = false, lastSign = 0;

  const typed = () => {
    const data = new FormData(form);
    return new URLSearchParams(names.filter((name) => form.elements[name]).map((name) => [name, data.get(name) ?? ""]));
  };
  let kept = typed().toString();

  const send = async (isLeaving = false) => {
    const body = typed();
    const now = body.toString();
    const isChanged = now !== kept;
    if (isSaving || isSending || (!isChanged && Date.now() - lastSign < SIGN_EVERY)) return;
    if (isChanged) body.set("changed", "1");
    isSending = true;
    lastSign = Date.now();
    try {
      const answer = await fetch(line.dataset.address, {
        method: "POST",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body,
        keepalive: isLeaving && body.toString().length < 60000,
      });
      const found = answer.redirected ? null : await answer.json().catch(() => null);
      if (!found) {
        said.textContent = "Not kept: you are logged out. Log in in another tab, then go on here.";
      } else if (found.error) {
        said.textContent = `Not kept: ${found.error}`;
      } else {
        if (isChanged) {
          kept = now;
          said.textContent = `Kept at ${found.kept}, not saved yet.`;
        }
        if (found.closed) said.textContent = `It cannot be saved now, and what you type is kept: ${found.closed}`;
        const people = found.others.join(", ");
        others.textContent = people && `${people} ${found.others.length > 1 ? "have" : "has"} this essay open too.`;
      }
    } catch {
      said.textContent = "Not kept: no connection. What you typed stands in this page; keep it open.";
    } finally {
      isSending = false;
    }
  };

  form.addEventListener("submit", () => { isSaving = true; });
  window.addEventListener("pageshow", () => { isSaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
  setInterval(() => { if (!document.hidden) send(); }, LOOK_EVERY);
  send();
})();
