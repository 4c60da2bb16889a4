// Block Kit's select menus, single and multi: static options, options from the app, people, conversations.
// options.js is the list that opens under one.
import { askOptions, changed } from "./actions.js";
import { avatar } from "./avatars.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { textNodes, words } from "./mrkdwn.js";
import { OptionList } from "./options.js";
import { displayName, nameOf, page, people } from "./state.js";
import { fieldOf } from "./values.js";

const kindOf = (element) => element.type.replace(/^multi_/, "").replace(/_select$/, "");

// A choice is {id, label(): Node[], text, hint?, value}: `value` is what Slack keeps (an option object or an id).
const ofOption = (option) => ({
  id: option.value,
  text: words(option.text),
  label: () => textNodes(option.text),
  hint: option.description ? () => textNodes(option.description) : null,
  value: option,
});
const ofPerson = (one) => ({
  id: one.id,
  text: `${displayName(one)} ${one.name}`,
  label: () => [avatar(one.id, "tiny"), displayName(one)],
  value: one.id,
});
const ofChannel = (one) => ({ id: one.id, text: one.name, label: () => [`# ${one.name}`], value: one.id });

const LISTS = {
  users: () => [{ choices: people().map(ofPerson) }],
  channels: () => [{ choices: page.state.channels.map(ofChannel) }],
  conversations: () => [{ choices: page.state.channels.map(ofChannel) }, { choices: people().map(ofPerson) }],
};

/** [{label?, choices}] out of options and option_groups. */
function groupsOf({ options, option_groups: groups }) {
  if (groups?.length)
    return groups.map((group) => ({ label: words(group.label), choices: (group.options ?? []).map(ofOption) }));
  return [{ choices: (options ?? []).map(ofOption) }];
}

const matching = (groups, text) => {
  const wanted = text.trim().toLowerCase();
  const fits = (choice) => choice.text.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(fits) }))
    .filter((group) => group.choices.length);
};

/** The label of a value that is already chosen. */
function chosenLabel(kind, value) {
  if (kind === "users" || (kind === "conversations" && /^[UW]/.test(value))) return [nameOf(value)];
  if (kind === "channels" || kind === "conversations")
    return [`# ${page.state.channels.find((one) => one.id === value)?.name ?? value}`];
  return textNodes(value.text);
}

const idOf = (value) => (typeof value === "string" ? value : value?.value);

/** The node of a select menu of any kind. */
export const select = (block, element, surface, labelled) => new Select(block, element, surface, labelled).node;

class Select {
  constructor(block, element, surface, labelled) {
    Object.assign(this, { block, element, surface });
    this.kind = kindOf(element);
    this.multi = element.type.startsWith("multi_");
    this.placeholder = words(element.placeholder) || (this.multi ? "Choose some" : "Choose one");
    this.label = h("span.select-words");
    this.chips = h("span.chips");
    this.opener = this.#openerNode(labelled);
    this.clear = h(
      "button.select-clear",
      { type: "button", "aria-label": "Clear", onclick: () => this.#take(null) },
      icon("close", 12),
    );
    const clearable = block.optional && !this.multi;
    this.node = h("span.select", {}, this.chips, this.opener, clearable ? this.clear : null);
    this.#show();
  }

  #openerNode(labelled) {
    const arrows = (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      this.#open();
    };
    const props = {
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": labelled,
      "aria-label": labelled ? null : this.placeholder,
      "data-focus": this.element.action_id,
      "data-action": this.element.action_id,
      onclick: () => this.#open(),
      onkeydown: arrows,
    };
    return h("button.select-open", props, this.label, icon("down", 14));
  }

  /** The chosen values: option objects or ids. */
  #values() {
    const value = this.surface.values.of(this.block, this.element);
    if (this.multi) return value ?? [];
    return value ? [value] : [];
  }

  #show() {
    const values = this.#values();
    const unset = this.multi || !values.length;
    this.clear.hidden = !values.length;
    this.label.classList.toggle("placeholder", unset);
    this.label.replaceChildren(...(unset ? [this.placeholder] : chosenLabel(this.kind, values[0])));
    this.chips.replaceChildren(...(this.multi ? values.map((value) => this.#chip(value)) : []));
  }

  #chip(value) {
    const name = h("i", {}, chosenLabel(this.kind, value)).textContent;
    const drop = () => this.#take(this.#values().filter((one) => idOf(one) !== idOf(value)));
    const button = h(
      "button.chip-drop",
      { type: "button", "aria-label": `Remove ${name}`, onclick: drop },
      icon("close", 10),
    );
    return h("span.chip", {}, chosenLabel(this.kind, value), button);
  }

  #take(value) {
    const payload = { [fieldOf(this.element)]: value };
    changed(this.surface, this.block, this.element, value, payload, this.opener, () => this.#show());
    this.#show();
  }

  #choose(choice) {
    if (!this.multi) return this.#take(choice.value);
    const values = this.#values();
    if (this.#has(choice)) return this.#take(values.filter((one) => idOf(one) !== choice.id));
    const full = this.element.max_selected_items && values.length >= this.element.max_selected_items;
    return full ? undefined : this.#take([...values, choice.value]);
  }

  #has(choice) {
    return this.#values().some((one) => idOf(one) === choice.id);
  }

  async #load(text) {
    if (this.kind === "external") return fromApp(this.surface, this.block, this.element, text);
    const groups = LISTS[this.kind]?.() ?? groupsOf(this.element);
    return matching(groups, text);
  }

  #open() {
    if (this.opener.getAttribute("aria-expanded") === "true") return;
    new OptionList(this.opener, {
      label: this.placeholder,
      multi: this.multi,
      load: (text) => this.#load(text),
      isChosen: (choice) => this.#has(choice),
      choose: (choice) => this.#choose(choice),
    });
  }
}

/** Asks the app, once enough is typed (3 letters unless the element says otherwise). */
async function fromApp(surface, block, element, text) {
  const least = element.min_query_length ?? 3;
  if ([...text.trim()].length < least) {
    return { note: least === 1 ? "Type to search." : `Type at least ${least} letters to search.` };
  }
  const answer = await askOptions(surface, block, element, text.trim());
  const groups = groupsOf(answer);
  return groups.some((group) => group.choices.length) ? groups : { note: "Nothing found." };
}
