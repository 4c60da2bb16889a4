// The app's modals: the top view of the stack, what is typed in it, its errors, submitting and closing.
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { avatar } from "./avatars.js";
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { toolButton } from "./icons.js";
import { textNodes, words } from "./mrkdwn.js";
import { page, who } from "./state.js";
import { complaints, Values } from "./values.js";

const surfaces = new Map(); // view id → surface: a view under another one keeps what was typed
let dialog = null;
let parts = null;
let shown = null; // the view on top

function surfaceOf(view) {
  if (!surfaces.has(view.id)) {
    const surface = { source: { view_id: view.id }, values: new Values(), errors: {} };
    surface.onInput = (block) => clearError(surface, block);
    surfaces.set(view.id, surface);
  }
  const surface = surfaces.get(view.id);
  surface.blocks = () => page.state.modals.find((one) => one.id === view.id)?.blocks ?? view.blocks;
  return surface;
}

/** A complaint goes as soon as something is typed; the field itself is left alone. */
function clearError(surface, block) {
  if (!surface.errors[block.block_id]) return;
  delete surface.errors[block.block_id];
  const node = parts.body.querySelector(`[data-block-id="${CSS.escape(block.block_id)}"]`);
  node?.querySelector(".input-error")?.remove();
  node?.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

function build() {
  const title = h("h2.modal-title", { id: "modal-title" });
  const back = toolButton("back", "Back", closeTop, { "data-testid": "modal-back" });
  const cross = toolButton("close", "Close dialog", closeTop, { "data-testid": "modal-x" });
  const body = h("div.blocks");
  const close = h("button.button", { type: "button", "data-testid": "modal-close", onclick: closeTop });
  const submit = h("button.button.primary", { type: "submit", "data-testid": "modal-submit" });
  const failed = h("div.modal-failed", { role: "alert" });
  const mark = h("span.modal-mark");
  const form = h(
    "form.modal",
    { novalidate: true, onsubmit: (event) => (event.preventDefault(), send()) },
    h("header.modal-head", {}, back, mark, title, h("span.spacer"), cross),
    h("div.modal-body", { tabindex: "-1" }, body),
    failed,
    h("footer.modal-foot", {}, close, submit),
  );
  dialog = dialogNode(form);
  document.body.append(dialog);
  return { title, back, body, close, submit, form, failed, mark };
}

/** Escape asks the app's way, as the buttons do; the browser must not close it by itself. */
const dialogNode = (form) =>
  h(
    "dialog.modal-dialog",
    {
      "aria-labelledby": "modal-title",
      "data-testid": "modal",
      oncancel: (event) => (event.preventDefault(), closeTop()),
    },
    form,
  );

/** Shows the top of the stack, or nothing. */
export function showModals() {
  const stack = page.state.modals ?? [];
  const view = stack.at(-1) ?? null;
  forget(stack);
  if (!view) {
    if (dialog?.open) dialog.close();
    shown = null;
    return;
  }
  parts ??= build();
  if (shown?.id !== view.id) turnTo(view);
  shown = view;
  head(view, stack.length);
  renderBlocks(parts.body, view.blocks, surfaceOf(view));
  if (!dialog.open) dialog.showModal();
  if (parts.fresh) focusFirst();
}

function forget(stack) {
  for (const id of surfaces.keys()) if (!stack.some((view) => view.id === id)) surfaces.delete(id);
}

function turnTo() {
  parts.body.replaceChildren();
  parts.failed.textContent = "";
  busy(false);
  parts.fresh = true;
}

function focusFirst() {
  parts.fresh = false;
  const first =
    parts.body.querySelector("[autofocus]") ?? parts.body.querySelector("input, textarea, button.select-open");
  (first ?? parts.form.querySelector(".modal-body")).focus({ preventScroll: true });
  parts.form.querySelector(".modal-body").scrollTop = 0;
}

function head(view, depth) {
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id ?? "";
  parts.title.replaceChildren(...textNodes(view.title));
  parts.mark.replaceChildren(avatar(page.state.app.bot_user, "small"));
  parts.back.hidden = depth < 2;
  parts.close.replaceChildren(...textNodes(view.close ?? { type: "plain_text", text: "Cancel" }));
  const hasInput = view.blocks.some((block) => block.type === "input");
  parts.submit.hidden = !view.submit && !hasInput;
  parts.submit.replaceChildren(h("span.button-words", {}, view.submit ? textNodes(view.submit) : "Submit"));
  parts.close.setAttribute("aria-label", view.close ? words(view.close) : "Cancel");
}

function busy(on) {
  parts.submit.setAttribute("aria-busy", String(on));
  parts.form.classList.toggle("busy", on);
}

async function closeTop() {
  const view = shown;
  if (!view) return;
  const answer = await attempt(() => post("close", { ...who(), view_id: view.id }));
  if (!answer && dialog?.open) dialog.close(); // the server has lost it: then so do we
  await page.refresh();
}

function complain(surface, errors) {
  surface.errors = errors;
  renderBlocks(parts.body, shown.blocks, surface);
  const wrong = parts.body.querySelector("[aria-invalid]") ?? parts.body.querySelector(".input-error");
  wrong?.scrollIntoView({ block: "center" });
  wrong?.focus?.();
}

async function send() {
  const view = shown;
  if (!view || parts.submit.getAttribute("aria-busy") === "true") return;
  const surface = surfaceOf(view);
  const before = complaints(view.blocks, surface.values);
  parts.failed.textContent = "";
  if (Object.keys(before).length) return complain(surface, before);
  surface.errors = {};
  busy(true);
  const answer = await post("submit", { ...who(), view_id: view.id, state: surface.values.state(view.blocks) }).catch(
    (error) => ({ failed: error.message }),
  );
  if (answer.errors && Object.keys(answer.errors).length) {
    busy(false);
    return complain(surface, answer.errors);
  }
  const failed = answer.failed ?? answer.problem;
  if (failed) parts.failed.textContent = `We had some trouble connecting. Try again? (${failed})`;
  await page.refresh();
  busy(false);
}
