// The media library beside the questions of a figure: search, choose, send one more. What is chosen fills the questions.

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
let made = 0;

export class Library {
  constructor(textarea) {
    this.address = textarea.dataset.pictures;
    this.token = textarea.form?.elements.csrfmiddlewaretoken?.value || "";
    this.sizes = new Map(); // address: width and height of what was chosen
  }

  // The attributes of a picture that was chosen here.
  sizeOf(src) {
    return this.sizes.get(src) || {};
  }

  async #asked(words) {
    const answer = await fetch(`${this.address}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    if (answer.status === 403) return null; // this editor does not see the library
    if (!answer.ok || answer.redirected) throw new Error("no answer");
    return (await answer.json()).pictures;
  }

  async #sent(file) {
    const body = new FormData();
    body.set("upload", file);
    const answer = await fetch(this.address, { method: "POST", headers: { "X-CSRFToken": this.token }, body });
    if (answer.status === 403) return { error: "You have no right to add pictures. Ask an editor." };
    if (answer.redirected) return { error: "You are logged out. Log in in another tab, then go on here." };
    return answer.json();
  }

  // The part of a dialog in which a picture is chosen; `inputs` are the questions that the choice fills.
  chooser(inputs) {
    const number = ++made;
    const part = document.createElement("fieldset");
    part.className = "desk-library";
    part.innerHTML = `<legend>From the library</legend>
      <p><label for="desk-library-${number}">Search</label>
      <input type="search" id="desk-library-${number}" autocomplete="off" aria-describedby="desk-library-${number}-said"></p>
      <div class="desk-library-found" role="radiogroup" aria-label="Pictures found"></div>
      <p><label for="desk-library-${number}-file">Or add a picture</label>
      <input type="file" id="desk-library-${number}-file" accept="image/jpeg,image/png,image/webp"></p>
      <p class="help" role="status" id="desk-library-${number}-said"></p>`;
    const [search, upload] = part.querySelectorAll("input");
    const found = part.querySelector(".desk-library-found");
    const said = part.querySelector("[role=status]");
    const taken = { alt: "alt", caption: "caption", credit: "credit" };
    const filled = Object.fromEntries(Object.keys(taken).map((name) => [name, inputs[name]?.value ?? ""]));

    const take = (picture) => {
      inputs.src.value = picture.src;
      this.sizes.set(picture.src, { width: String(picture.width), height: String(picture.height) });
      for (const name of Object.keys(taken)) {
        if (!inputs[name] || inputs[name].value !== filled[name]) continue; // the editor has said it otherwise
        inputs[name].value = filled[name] = picture[name];
      }
    };
    const show = (pictures, chosen = "") => {
      found.replaceChildren(
        ...pictures.map((picture) => {
          const label = document.createElement("label");
          const radio = document.createElement("input");
          const image = document.createElement("img");
          const name = document.createElement("span");
          Object.assign(radio, { type: "radio", name: `desk-library-${number}`, value: picture.src, checked: picture.src === chosen });
          radio.addEventListener("change", () => take(picture));
          Object.assign(image, { src: picture.thumb, alt: "", width: 96, height: 96 });
          name.textContent = picture.name;
          label.append(radio, image, name);
          return label;
        }),
      );
    };

    let asked = 0;
    const look = async (pause) => {
      const turn = ++asked;
      await wait(pause);
      if (turn !== asked) return;
      try {
        const pictures = await this.#asked(search.value.trim());
        if (turn !== asked) return;
        if (pictures === null) part.hidden = true;
        else {
          show(pictures, inputs.src.value);
          said.textContent = pictures.length ? "" : search.value ? "No picture of which these words are said." : "The library is empty. Add its first picture here.";
        }
      } catch {
        if (turn === asked) said.textContent = "The library did not answer. Look whether you are connected and logged in.";
      }
    };
    search.addEventListener("input", () => look(150));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return; // it searches, and sends nothing
      event.preventDefault();
      look(0);
    });
    upload.addEventListener("change", async () => {
      if (!upload.files.length) return;
      asked++;
      said.textContent = "Being sent …";
      const answer = await this.#sent(upload.files[0]).catch(() => ({ error: "The picture was not sent: no connection." }));
      upload.value = "";
      if (answer.error) {
        said.textContent = answer.error;
        return;
      }
      show([answer.picture], answer.picture.src);
      take(answer.picture);
      said.textContent = answer.is_new ? "Added to the library. Say what it shows and whose it is." : "It was in the library already: that picture is chosen.";
    });
    look(0);
    return part;
  }
}
