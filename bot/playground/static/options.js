// The list that opens under a select menu: a search field, the choices, and how the keyboard moves through them.
import { debounce, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { popup } from "./overlays.js";

/**
 * Opens under `anchor`. `load(text)` resolves to groups `[{label?, choices}]` or to `{note}` when there is nothing to
 * choose; `choose(choice)` gets what was picked. A list of several stays open.
 */
export class OptionList {
  #rows = []; // [{choice, node}]
  #at = -1;
  #round = 0;

  constructor(anchor, { label, multi, load, isChosen, choose }) {
    Object.assign(this, { multi, load, isChosen, choose });
    const id = freshId("list");
    this.listbox = h("div.options", {
      role: "listbox",
      id,
      "aria-label": label,
      "aria-multiselectable": multi ? "true" : null,
    });
    this.search = h("input.field.options-search", {
      type: "text",
      placeholder: "Search",
      "aria-label": `Search: ${label}`,
      "aria-controls": id,
      autocomplete: "off",
      oninput: debounce(() => this.#fill(), 120),
    });
    const frame = h("div.options-frame", { onkeydown: (event) => this.#keys(event) }, this.search, this.listbox);
    this.opened = popup(anchor, frame, { label });
    this.opened.box.style.minWidth = `${Math.max(220, anchor.offsetWidth)}px`;
    this.search.focus();
    this.#fill();
  }

  async #fill() {
    const round = ++this.#round;
    const found = await this.load(this.search.value).catch((error) => ({ note: error.message }));
    if (round !== this.#round) return; // something newer was typed
    this.#rows = [];
    const note = found.note ?? (found.length ? null : "Nothing found.");
    const nodes = note
      ? [h("div.options-note", { role: "status" }, note)]
      : found.flatMap((group) => this.#group(group));
    this.listbox.replaceChildren(...nodes);
    this.#mark(this.multi ? this.#at : this.#rows.findIndex(({ choice }) => this.isChosen(choice)));
    this.opened.place();
  }

  #group({ label, choices }) {
    const options = choices.map((choice) => this.#option(choice));
    return label ? [h("div.options-group", {}, label), ...options] : options;
  }

  #option(choice) {
    const chosen = this.isChosen(choice);
    const row = { choice };
    row.node = h(
      "div.option",
      {
        role: "option",
        id: freshId("option"),
        "aria-selected": String(chosen),
        "data-value": choice.id,
        onclick: () => this.#pick(choice),
        onpointermove: () => this.#mark(this.#rows.indexOf(row)),
      },
      h(
        "span.option-words",
        {},
        h("span.option-label", {}, choice.label()),
        choice.hint ? h("span.option-hint", {}, choice.hint()) : null,
      ),
      chosen ? icon("check", 16) : null,
    );
    this.#rows.push(row);
    return row.node;
  }

  /** Moves the mark to that row, wrapping around; a row before the first is the first. */
  #mark(next) {
    this.#rows[this.#at]?.node.classList.remove("active");
    const count = this.#rows.length;
    this.#at = count ? Math.max(next, 0) % count : -1;
    const row = this.#rows[this.#at];
    if (!row) return this.search.removeAttribute("aria-activedescendant");
    row.node.classList.add("active");
    row.node.scrollIntoView({ block: "nearest" });
    return this.search.setAttribute("aria-activedescendant", row.node.id);
  }

  #pick(choice) {
    if (!this.multi) this.opened.close(true);
    this.choose(choice);
    if (this.multi) this.#fill();
  }

  #keys(event) {
    const count = this.#rows.length;
    if (event.key === "ArrowDown") this.#mark(this.#at + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#at + count - 1);
    else if (event.key === "Enter" && this.#rows[this.#at]) this.#pick(this.#rows[this.#at].choice);
    else if (event.key === "Tab") return this.opened.close(true);
    else return undefined;
    event.preventDefault();
    return event.stopPropagation();
  }
}
