// Suggestions over a text field: slash commands at its start, @people and :emoji: anywhere.
import { avatar } from "./avatars.js";
import { freshId, h } from "./dom.js";
import { findEmoji, glyph } from "./emoji.js";
import { displayName, page, people } from "./state.js";

const commands = () => page.state.app.commands;

function forCommand(before) {
  const found = /^(\/[\w-]*)$/.exec(before);
  if (!found) return null;
  const choices = commands()
    .filter(({ command }) => command.startsWith(found[1].toLowerCase()))
    .map((one) => ({
      insert: `${one.command} `,
      picture: avatar(page.state.app.bot_user, "small"),
      label: [h("b", {}, one.command), " ", h("span.usage-words", {}, one.usage_hint ?? "")],
      hint: one.description,
      exact: one.command === found[1].toLowerCase(),
    }));
  return { length: found[1].length, choices };
}

function forPerson(before) {
  const found = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?)$/u.exec(before);
  if (!found) return null;
  const wanted = found[1].toLowerCase();
  const fits = (one) =>
    [displayName(one), one.name].some(
      (name) =>
        name
          .toLowerCase()
          .split(/\s+/)
          .some((word) => word.startsWith(wanted)) || name.toLowerCase().startsWith(wanted),
    );
  const choices = people()
    .filter(fits)
    .slice(0, 8)
    .map((one) => ({
      insert: `@${displayName(one)} `,
      picture: avatar(one.id, "small"),
      label: [h("b", {}, displayName(one))],
      hint: one.title,
    }));
  return { length: found[1].length + 1, choices };
}

function forEmoji(before) {
  const found = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
  if (!found) return null;
  const choices = findEmoji(found[1], 8).map((name) => ({
    insert: `:${name}: `,
    picture: h("span.emoji", {}, glyph(name)),
    label: [`:${name}:`],
  }));
  return { length: found[1].length + 1, choices };
}

/** A list over `field`, inside `host`; the field's owner calls `refresh` after typing and `key` on keys. */
export class Suggestions {
  #found = null; // {length, choices}
  #at = 0;

  constructor(field, host, { withCommands = true } = {}) {
    this.field = field;
    this.withCommands = withCommands;
    this.id = freshId("suggestions");
    this.list = h("div.suggestions", {
      role: "listbox",
      id: this.id,
      "aria-label": "Suggestions",
      "data-testid": "suggestions",
      hidden: true,
    });
    host.append(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
    field.addEventListener("blur", () => this.close());
  }

  close() {
    this.#found = null;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  refresh() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    this.#found = (this.withCommands ? forCommand(before) : null) ?? forPerson(before) ?? forEmoji(before);
    if (!this.#found?.choices.length) return this.close();
    this.#at = Math.max(
      0,
      this.#found.choices.findIndex((choice) => choice.exact),
    );
    this.list.hidden = false;
    return this.#show();
  }

  #show() {
    this.list.replaceChildren(...this.#found.choices.map((choice, at) => this.#option(choice, at)));
    this.field.setAttribute("aria-activedescendant", `${this.id}-${this.#at}`);
    this.list.children[this.#at].scrollIntoView({ block: "nearest" });
  }

  #option(choice, at) {
    const hint = choice.hint ? h("span.suggestion-hint", {}, choice.hint) : null;
    const take = (event) => {
      event.preventDefault(); // the field keeps the focus
      this.#take(choice);
    };
    return h(
      "div.suggestion",
      { role: "option", id: `${this.id}-${at}`, "aria-selected": String(at === this.#at), onpointerdown: take },
      choice.picture,
      h("span.suggestion-words", {}, h("span", {}, choice.label), hint),
    );
  }

  #take(choice) {
    const end = this.field.selectionStart;
    this.field.setRangeText(choice.insert, end - this.#found.length, end, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  /** Whether the key was taken. Enter on a command that is typed in full sends it; on anything else it completes it. */
  key(event) {
    if (!this.#found || event.isComposing) return false;
    const { choices } = this.#found;
    const enters = event.key === "Enter" && !event.shiftKey && !choices[this.#at].exact;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#at = (this.#at + (event.key === "ArrowDown" ? 1 : choices.length - 1)) % choices.length;
      this.#show();
    } else if (event.key === "Tab" || enters) this.#take(choices[this.#at]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}

/** The command that the text begins with, if it is one of the app's. */
export const commandOf = (text) => commands().find(({ command }) => text === command || text.startsWith(`${command} `));
