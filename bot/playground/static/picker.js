// The emoji picker: the answers that a nudge understands first, search, groups, skin tones.
import { h } from "./dom.js";
import { ANSWERS, findEmoji, glyph, groups, TONES, withTone } from "./emoji.js";
import { popup } from "./overlays.js";
import { remembered } from "./state.js";

const PER_ROW = 9;

/** Opens beside `anchor`; `take(name)` gets Slack's name, with its skin tone. `answers` puts the nudge's answers first. */
export function pickEmoji(anchor, take, { answers = false } = {}) {
  if (anchor.getAttribute("aria-expanded") !== "true") new Picker(anchor, take, answers);
}

const group = (title, buttons, kind = "") => [
  h("h3.emoji-title", {}, title),
  h("div.emoji-grid", { class: kind }, buttons),
];

class Picker {
  #tone = remembered.get("tone") ?? 0;

  constructor(anchor, take, answers) {
    Object.assign(this, { take, answers });
    this.list = h("div.emoji-list");
    this.tones = h("div.tones", { role: "radiogroup", "aria-label": "Skin tone" });
    this.search = h("input.field", {
      type: "search",
      placeholder: "Search emoji",
      "aria-label": "Search emoji",
      "data-testid": "emoji-search",
      autocomplete: "off",
      oninput: () => this.#fill(),
    });
    const inside = h("div.picker", { onkeydown: (event) => this.#keys(event) }, this.search, this.list, this.tones);
    this.opened = popup(anchor, inside, { label: "Emoji", role: "dialog", side: "end" });
    this.#fill();
    this.opened.place();
    this.search.focus();
  }

  #choose(name) {
    this.opened.close(true);
    this.take(withTone(name, this.#tone));
  }

  #button(name, meaning) {
    return h(
      "button.emoji-button",
      {
        type: "button",
        "aria-label": name,
        title: meaning ? `:${name}: ${meaning}` : `:${name}:`,
        "data-testid": `emoji-${name}`,
        onclick: () => this.#choose(name),
      },
      glyph(withTone(name, this.#tone)),
    );
  }

  #fill() {
    const wanted = this.search.value.trim();
    this.list.replaceChildren(...(wanted ? this.#matches(wanted) : this.#everything()));
    this.tones.replaceChildren(...TONES.map((sign, at) => this.#toneButton(sign, at)));
  }

  #matches(wanted) {
    const found = findEmoji(wanted).map((name) => this.#button(name));
    return found.length ? group("Found", found) : [h("p.options-note", {}, "No emoji by that name.")];
  }

  /** All groups; what the first row has is not shown twice. */
  #everything() {
    const first = this.answers ? ANSWERS : [];
    const shown = new Set(first.map(([name]) => name));
    const rest = groups.flatMap(({ title, names }) =>
      group(
        title,
        names.filter((name) => !shown.has(name)).map((name) => this.#button(name)),
      ),
    );
    const row = first.map(([name, meaning]) => this.#button(name, meaning));
    return [...(row.length ? group("Answers to a nudge", row, "answers") : []), ...rest];
  }

  #toneButton(sign, at) {
    const pick = () => {
      this.#tone = at;
      remembered.set("tone", at);
      this.#fill();
    };
    const name = at ? `Skin tone ${at + 1}` : "No skin tone";
    const checked = String(at === this.#tone);
    const props = { type: "button", role: "radio", "aria-checked": checked, "aria-label": name, onclick: pick };
    return h("button.tone", props, `✋${sign}`);
  }

  #keys(event) {
    const buttons = [...this.list.querySelectorAll("button")];
    if (event.key !== "Enter" || event.target !== this.search) return this.#walk(event, buttons);
    event.preventDefault();
    return buttons[0]?.click();
  }

  /** Arrow keys over the grid; from the search field down into it and back. */
  #walk(event, buttons) {
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: PER_ROW, ArrowUp: -PER_ROW }[event.key];
    if (!step || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (at < 0) buttons[0]?.focus();
    else if (at + step < 0) this.search.focus();
    else buttons[Math.min(buttons.length - 1, at + step)].focus();
  }
}
