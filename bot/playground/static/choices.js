// Checkboxes and radio buttons of Block Kit.
import { changed } from "./actions.js";
import { freshId, h } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

const same = (one, other) => one?.value === other?.value;

/** A group of inputs, a label each; `pick` reads the group when one of them changes. */
function group(role, type, block, element, { isOn, pick, labelled }) {
  const name = freshId("choice");
  const rows = element.options.map((option, at) => {
    const hint = option.description ? freshId("hint") : null;
    const input = h("input", {
      type,
      name,
      checked: isOn(option),
      "aria-describedby": hint,
      "data-focus": `${element.action_id}-${at}`,
      onchange: () => pick(inputs),
    });
    const label = h("span.choice-words", {}, textNodes(option.text));
    const more = hint ? h("span.choice-hint", { id: hint }, textNodes(option.description)) : null;
    return h("label.choice", {}, input, h("span", {}, label, more));
  });
  const node = h("div.choices", { role, "aria-labelledby": labelled, "data-action": element.action_id }, rows);
  const inputs = [...node.querySelectorAll("input")];
  return node;
}

export function checkboxes(block, element, surface, labelled) {
  const chosen = () => surface.values.of(block, element) ?? [];
  const show = (inputs, options) =>
    inputs.forEach((input, at) => (input.checked = options.some((one) => same(one, element.options[at]))));
  const pick = (inputs) => {
    const options = element.options.filter((_, at) => inputs[at].checked);
    changed(surface, block, element, options, { selected_options: options }, null, (before) => show(inputs, before));
  };
  return group("group", "checkbox", block, element, {
    isOn: (option) => chosen().some((one) => same(one, option)),
    pick,
    labelled,
  });
}

export function radios(block, element, surface, labelled) {
  const chosen = surface.values.of(block, element);
  const show = (inputs, option) => inputs.forEach((input, at) => (input.checked = same(option, element.options[at])));
  const pick = (inputs) => {
    const option = element.options[inputs.findIndex((input) => input.checked)] ?? null;
    changed(surface, block, element, option, { selected_option: option }, null, (before) => show(inputs, before));
  };
  return group("radiogroup", "radio", block, element, { isOn: (option) => same(option, chosen), pick, labelled });
}
