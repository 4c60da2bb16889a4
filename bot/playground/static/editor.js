// Editing a message of one's own, in its place in the list.
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { h } from "./dom.js";
import { focusComposer, grow } from "./composer.js";
import { decode, encode } from "./typed.js";
import { channelId, page, who } from "./state.js";

function leave() {
  page.editing = null;
  page.show();
  focusComposer();
}

async function save(message, field) {
  const text = encode(field.value.trim());
  if (!text) return;
  if (text === encode(decode(message.text))) return leave();
  await attempt(() => post("edit", { ...who(), ts: message.ts, channel: message.channel ?? channelId(), text }));
  leave();
  await page.refresh();
}

export function editor(message) {
  const keys = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey) save(message, field);
    else return;
    event.preventDefault();
  };
  const field = h("textarea.editor-field", {
    "aria-label": "Edit message",
    "data-testid": "editor",
    value: decode(message.text),
    rows: 1,
    onkeydown: keys,
    oninput: () => grow(field),
  });
  queueMicrotask(() => start(field)); // once it is in the page
  return h(
    "div.editor",
    {},
    field,
    h(
      "div.editor-buttons",
      {},
      button("Cancel", "", leave),
      button("Save", "primary", () => save(message, field)),
    ),
  );
}

const button = (label, kind, onclick) => h("button.button.small", { type: "button", class: kind, onclick }, label);

function start(field) {
  grow(field);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
