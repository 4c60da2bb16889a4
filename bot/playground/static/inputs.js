// Block Kit's fields: text, number, e-mail, link, rich text, date, time, date and time, files.
import { act, attempt, changed, dispatches } from "./actions.js";
import { upload } from "./api.js";
import { instantAt, partsIn } from "./dates.js";
import { debounce, h } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./mrkdwn.js";
import { channelId, who } from "./state.js";

const TYPES = { number_input: "text", email_text_input: "email", url_text_input: "url", plain_text_input: "text" };
const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

const shared = (element, labelled) => ({
  "aria-labelledby": labelled,
  "aria-label": labelled ? null : words(element.placeholder) || element.action_id,
  "data-focus": element.action_id,
  "data-action": element.action_id,
  autofocus: element.focus_on_load === true,
});

const noValue = (text) => (text === "" ? null : text);

export function textInput(block, element, surface, labelled) {
  const triggers = dispatches(block)
    ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
  const counter = h("span.counter", { "aria-hidden": "true" });
  const send = () => act(surface, block, element, { value: noValue(field.value) }, null);
  const sendSoon = debounce(send, 300);
  const typing = () => {
    surface.values.set(block, element, noValue(field.value));
    surface.onInput?.(block);
    count(counter, field.value, element.max_length);
    if (triggers.includes("on_character_entered")) sendSoon();
  };
  const entered = (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    if (!triggers.includes("on_enter_pressed")) return;
    event.preventDefault(); // acts instead of submitting the modal
    send();
  };
  const field = textField(element, labelled, surface.values.of(block, element) ?? "");
  field.addEventListener("input", typing);
  field.addEventListener("keydown", entered);
  count(counter, field.value, element.max_length);
  return h("span.field-frame", {}, field, counter);
}

const textField = (element, labelled, value) =>
  h(element.multiline ? "textarea.field" : "input.field", {
    ...shared(element, labelled),
    type: element.multiline ? null : TYPES[element.type],
    inputmode: MODES[element.type],
    rows: element.multiline ? 4 : null,
    placeholder: words(element.placeholder),
    value,
    autocomplete: "off",
  });

/** Shows how much room is left once four fifths are used. */
function count(counter, text, most) {
  const left = most ? most - [...text].length : Infinity;
  counter.textContent = left <= most / 5 ? String(left) : "";
  counter.classList.toggle("over", left < 0);
}

/** A rich text field as plain lines: its value is a rich_text block of one section. */
export function richTextInput(block, element, surface, labelled) {
  const section = (text) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  });
  const before = surface.values.of(block, element);
  const text =
    before?.elements
      ?.flatMap((part) => part.elements ?? [])
      .map((part) => part.text ?? "")
      .join("") ?? "";
  const field = h("textarea.field", {
    ...shared(element, labelled),
    rows: 4,
    placeholder: words(element.placeholder),
    value: text,
    oninput: () => {
      surface.values.set(block, element, field.value ? section(field.value) : null);
      surface.onInput?.(block);
    },
  });
  return h("span.field-frame", {}, field);
}

/** A native date or time field; `read` and `write` translate between it and Slack's value. */
function whenInput(type, key, block, element, surface, labelled, { read, write }) {
  const undo = (value) => (field.value = write(value));
  const take = () => {
    const value = read(field.value);
    changed(surface, block, element, value, { [key]: value }, null, undo);
  };
  const takeSoon = debounce(take, 500); // the keyboard changes such a field part by part
  const name = labelled ? null : words(element.placeholder) || { date: "Date", time: "Time" }[type] || "Date and time";
  const field = h("input.field.when", {
    ...shared(element, labelled),
    type,
    "aria-label": name,
    value: write(surface.values.of(block, element)),
    onchange: () => (dispatches(block) ? takeSoon() : take()),
  });
  return h("span.field-frame.when-frame", {}, field);
}

const asIs = { read: noValue, write: (value) => value ?? "" };

export const datePicker = (block, element, surface, labelled) =>
  whenInput("date", "selected_date", block, element, surface, labelled, asIs);

export const timePicker = (block, element, surface, labelled) =>
  whenInput("time", "selected_time", block, element, surface, labelled, asIs);

/** Slack keeps Unix seconds; the field shows the member's wall clock. */
export const dateTimePicker = (block, element, surface, labelled) =>
  whenInput("datetime-local", "selected_date_time", block, element, surface, labelled, {
    read: (text) => (text ? Math.round(instantAt(text) / 1000) : null),
    write: (seconds) => (seconds ? partsIn(seconds * 1000).slice(0, 16) : ""),
  });

/** Uploads at once, as Slack does, and keeps the files' descriptions as the value. */
export function fileInput(block, element, surface, labelled) {
  const accept = element.filetypes?.map((kind) => `.${kind}`).join(",");
  const shown = h("div.file-names", { role: "status" });
  const show = () =>
    shown.replaceChildren(
      ...(surface.values.of(block, element) ?? []).map((file) => h("span.chip", {}, icon("file", 14), file.name)),
    );
  const take = async () => {
    const answer = await attempt(() => upload({ ...who(), channel: channelId(), purpose: "input" }, [...field.files]));
    if (!answer) return;
    surface.values.set(block, element, answer.files ?? []);
    surface.onInput?.(block);
    show();
  };
  const field = h("input.field", {
    ...shared(element, labelled),
    type: "file",
    accept,
    multiple: (element.max_files ?? 10) > 1,
    onchange: take,
  });
  show();
  return h("div", {}, field, shown);
}
