// What stands in the inputs of one surface (a modal, the Home tab, a message): Slack's `state.values`.
// Typed values stay when the app updates the surface, as long as block_id and action_id stay the same.

// The key under which each kind of element keeps its value, and what it is when empty.
const FIELDS = {
  plain_text_input: ["value", null],
  number_input: ["value", null],
  email_text_input: ["value", null],
  url_text_input: ["value", null],
  rich_text_input: ["rich_text_value", null],
  static_select: ["selected_option", null],
  external_select: ["selected_option", null],
  radio_buttons: ["selected_option", null],
  users_select: ["selected_user", null],
  conversations_select: ["selected_conversation", null],
  channels_select: ["selected_channel", null],
  multi_static_select: ["selected_options", []],
  multi_external_select: ["selected_options", []],
  checkboxes: ["selected_options", []],
  multi_users_select: ["selected_users", []],
  multi_conversations_select: ["selected_conversations", []],
  multi_channels_select: ["selected_channels", []],
  datepicker: ["selected_date", null],
  timepicker: ["selected_time", null],
  datetimepicker: ["selected_date_time", null],
  file_input: ["files", []],
};

const INITIAL = {
  value: "initial_value",
  rich_text_value: "initial_value",
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_users: "initial_users",
  selected_conversation: "initial_conversation",
  selected_conversations: "initial_conversations",
  selected_channel: "initial_channel",
  selected_channels: "initial_channels",
  selected_date: "initial_date",
  selected_time: "initial_time",
  selected_date_time: "initial_date_time",
};

export const keepsValue = (element) => element.type in FIELDS;
export const fieldOf = (element) => FIELDS[element.type][0];
export const initialOf = (element) => element[INITIAL[fieldOf(element)]] ?? FIELDS[element.type][1];

export class Values {
  #typed = new Map(); // "block_id action_id" → {type, field, value}

  /** The value that the element shows: what was typed, or else its initial one. */
  of(block, element) {
    return this.#typed.has(key(block, element)) ? this.#typed.get(key(block, element)) : initialOf(element);
  }

  set(block, element, value) {
    this.#typed.set(key(block, element), value);
  }

  /** `{block_id: {action_id: {type, …}}}` of all stateful elements in `blocks`. */
  state(blocks) {
    const values = {};
    for (const { block, element } of elementsOf(blocks)) {
      if (!keepsValue(element)) continue;
      const entry = { type: element.type, [fieldOf(element)]: this.of(block, element) };
      (values[block.block_id] ??= {})[element.action_id] = entry;
    }
    return { values };
  }
}

const key = (block, element) => `${block.block_id}\n${element.action_id}`;

/** Every element of a list of blocks with the block that holds it. */
export function elementsOf(blocks) {
  return (blocks ?? []).flatMap((block) => {
    if (block.type === "container") return elementsOf(block.child_blocks);
    if (block.type === "carousel") return elementsOf(block.elements);
    const held = {
      section: [block.accessory],
      input: [block.element],
      actions: block.elements,
      context_actions: block.elements,
      card: block.actions,
    }[block.type];
    return (held ?? []).filter(Boolean).map((element) => ({ block, element }));
  });
}

const isEmpty = (value) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** What is wrong with the inputs before anything is sent: `{block_id: sentence}`, as Slack's own client says it. */
export function complaints(blocks, values) {
  const found = {};
  for (const block of blocks.filter((one) => one.type === "input")) {
    const sentence = complaint(block, values.of(block, block.element));
    if (sentence) found[block.block_id] = sentence;
  }
  return found;
}

function complaint({ optional, element }, value) {
  if (isEmpty(value)) return optional ? null : "Please complete this required field.";
  const { type, min_length: shortest, max_length: longest } = element;
  const length = typeof value === "string" ? [...value].length : 0;
  if (shortest && length < shortest) return `Please write at least ${shortest} characters.`;
  if (longest && length > longest) return `Please write at most ${longest} characters.`;
  if (type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "Please write an email address.";
  if (type === "url_text_input" && !URL.canParse(value)) return "Please write a link, with https://.";
  return type === "number_input" ? wrongNumber(element, value) : null;
}

function wrongNumber({ is_decimal_allowed: decimals, min_value: least, max_value: most }, value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return "Please write a number.";
  if (!decimals && !Number.isInteger(number)) return "Please write a whole number.";
  if (least !== undefined && least !== null && number < Number(least)) return `Please write a number from ${least} up.`;
  if (most !== undefined && most !== null && number > Number(most)) return `Please write a number up to ${most}.`;
  return null;
}
