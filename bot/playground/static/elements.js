// Block Kit's buttons, overflow menus and images; the registry of all elements. select.js and inputs.js hold the stateful ones.
import { act } from "./actions.js";
import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { checkboxes, radios } from "./choices.js";
import { datePicker, dateTimePicker, fileInput, richTextInput, textInput, timePicker } from "./inputs.js";
import { textNodes, words } from "./mrkdwn.js";
import { menu } from "./overlays.js";
import { select } from "./select.js";
import { page } from "./state.js";

function button(block, element, surface) {
  const named =
    element.accessibility_label || (/:[a-z0-9_+-]+:/.test(element.text?.text ?? "") ? words(element.text) : null);
  const style = { primary: ".primary", danger: ".danger" }[element.style] ?? "";
  const press = () => {
    if (element.url) window.open(element.url, "_blank", "noopener");
    act(surface, block, element, { value: element.value, text: element.text }, node);
  };
  const node = h(
    `button.button${style}`,
    {
      type: "button",
      "aria-label": named,
      "data-focus": element.action_id,
      "data-action": element.action_id,
      onclick: press,
    },
    h("span.button-words", {}, textNodes(element.text)),
  );
  if (element.url) node.title = element.url;
  return node;
}

function overflow(block, element, surface) {
  const choose = (option) => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    act(surface, block, element, { selected_option: option }, node);
  };
  const items = () =>
    element.options.map((option) => ({
      label: textNodes(option.text),
      hint: option.description ? textNodes(option.description) : null,
      run: () => choose(option),
    }));
  const node = h(
    "button.button.overflow",
    {
      type: "button",
      "aria-label": element.accessibility_label ?? "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-focus": element.action_id,
      "data-action": element.action_id,
      onclick: () => menu(node, items(), { label: "More actions" }),
    },
    icon("more"),
  );
  return node;
}

/** Where a block's image comes from: a public address or an uploaded file. */
export function imageSource({ image_url: url, slack_file: file }) {
  if (url) return url;
  return file?.id ? fileUrl(file.id, page.team) : file?.url;
}

export const imageElement = (element, classes = "") =>
  h("img.image", {
    class: classes,
    src: imageSource(element),
    alt: element.alt_text ?? "",
    loading: "lazy",
    title: element.alt_text,
  });

function feedback(block, element, surface) {
  const one = (choice, sign) =>
    h(
      "button.button.quiet",
      {
        type: "button",
        title: words(choice.text),
        "aria-label": choice.accessibility_label ?? words(choice.text),
        onclick: (event) =>
          act(surface, block, element, { value: choice.value, text: choice.text }, event.currentTarget),
      },
      sign,
    );
  return h("span.feedback", {}, one(element.positive_button, "👍"), one(element.negative_button, "👎"));
}

function iconButton(block, element, surface) {
  const press = (event) => act(surface, block, element, { value: element.value }, event.currentTarget);
  const name = element.accessibility_label ?? words(element.text);
  return h(
    "button.button.quiet",
    { type: "button", "aria-label": name, title: name, onclick: press },
    element.icon === "trash" ? icon("bin") : icon("more"),
  );
}

const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  feedback_buttons: feedback,
  icon_button: iconButton,
  image: (block, element) => imageElement(element, "thumb"),
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  rich_text_input: richTextInput,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  checkboxes,
  radio_buttons: radios,
  file_input: fileInput,
};

/** The node of any element; `labelled` is the id of its input block's label. Unknown ones are named in grey. */
export function elementNode(block, element, surface, labelled = null) {
  const make = ELEMENTS[element.type] ?? (/_select$/.test(element.type) ? select : null);
  if (!make) return h("span.unknown", {}, `${element.type} is not shown here`);
  return make(block, element, surface, labelled);
}
