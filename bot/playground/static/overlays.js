// What floats above the page: menus, pop-ups, confirm dialogs and toasts. modals.js shows the app's own modals.
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { textNodes } from "./mrkdwn.js";

/** Where something that floats must live: a modal dialog makes everything outside of it inert. */
const hostOf = (anchor) => anchor.closest("dialog") ?? document.body;

let current = null; // the one pop-up that is open

/** A box beside `anchor`; it closes on Escape and on a click elsewhere. */
class Popup {
  #listeners = new AbortController();

  constructor(anchor, content, { side = "below", label = null, role = null } = {}) {
    closePopup();
    Object.assign(this, { anchor, side });
    this.box = h("div.popup", { popover: "manual", "aria-label": label, role, tabindex: "-1" }, content);
    hostOf(anchor).append(this.box);
    this.box.showPopover();
    this.place();
    anchor.setAttribute("aria-expanded", "true");
    this.#listen();
    current = this;
  }

  #listen() {
    const early = { signal: this.#listeners.signal, capture: true };
    const outside = ({ target }) => !this.box.contains(target) && !this.anchor.contains(target);
    document.addEventListener("pointerdown", (event) => outside(event) && this.close(), early);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape(event), early);
    document.addEventListener("scroll", (event) => outside(event) && this.place(), early);
    window.addEventListener("resize", () => this.close(), early);
  }

  #escape(event) {
    event.preventDefault();
    event.stopPropagation(); // the dialog under it stays
    this.close(true);
  }

  place() {
    placeBeside(this.box, this.anchor, this.side);
  }

  /** The focus goes back to the anchor if it was inside, or if `refocus`. */
  close(refocus = false) {
    if (current !== this) return;
    current = null;
    const back = refocus || this.box.contains(document.activeElement);
    this.#listeners.abort();
    this.box.remove();
    this.anchor.setAttribute("aria-expanded", "false");
    if (back && this.anchor.isConnected) this.anchor.focus({ preventScroll: true });
  }
}

/** Opens a pop-up and closes the one before: `{box, place(), close(refocus)}`. */
export const popup = (anchor, content, options) => new Popup(anchor, content, options);

export const closePopup = () => current?.close();
/** Closes a pop-up whose button was redrawn away. */
export const orphanedPopup = () => current && !current.anchor.isConnected && current.close();

function placeBeside(box, anchor, side) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const gap = 6;
  const below = at.bottom + gap + height <= innerHeight;
  const above = at.top - gap - height >= 0;
  const up = side === "above" ? above || !below : !below && above;
  const top = up ? at.top - gap - height : at.bottom + gap;
  const left = side === "end" ? at.right - width : at.left;
  box.style.top = `${clamp(top, 8, innerHeight - height - 8)}px`;
  box.style.left = `${clamp(left, 8, innerWidth - width - 8)}px`;
}

const clamp = (value, least, most) => Math.max(least, Math.min(value, most));

/**
 * A menu of `items` ({label, hint?, picture?, danger?, chosen?, run} or "-" for a line), moved through with the arrow keys.
 */
export function menu(anchor, items, { label, side = "below" } = {}) {
  if (anchor.getAttribute("aria-expanded") === "true") return closePopup();
  const rows = items.map((item) => (item === "-" ? h("div.menu-line", { role: "separator" }) : menuItem(item)));
  const opened = popup(anchor, h("div.menu", {}, rows), { side, label, role: "menu" });
  opened.box.addEventListener("keydown", (event) => moveFocus(event, [...opened.box.querySelectorAll("button")]));
  opened.box.querySelector("button")?.focus();
}

function menuItem({ label, hint, picture, danger, chosen, run, testid }) {
  const role = chosen === undefined ? "menuitem" : "menuitemradio";
  const id = freshId("menu");
  const choose = () => {
    closePopup();
    run();
  };
  return h(
    `button.menu-item${danger ? ".danger" : ""}`,
    {
      type: "button",
      role,
      "aria-checked": chosen === undefined ? null : String(chosen),
      "aria-labelledby": id,
      "aria-describedby": `${id}-hint`,
      "data-testid": testid,
      onclick: choose,
    },
    picture,
    h(
      "span.menu-words",
      {},
      h("span.menu-label", { id }, label),
      hint ? h("span.menu-hint", { id: `${id}-hint` }, hint) : null,
    ),
    chosen ? icon("check", 16) : null,
  );
}

/** Arrow keys, Home and End over a list of buttons. */
export function moveFocus(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined || !buttons.length) return;
  event.preventDefault();
  buttons[(next + buttons.length) % buttons.length].focus();
}

/** Asks with a Block Kit confirm object ({title, text, confirm, deny, style}); resolves to true or false. */
export function confirmed(question) {
  return new Promise((resolve) => {
    const dialog = confirmDialog(question, (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    });
    closePopup();
    document.body.append(dialog);
    dialog.showModal();
  });
}

function confirmDialog({ title, text, confirm, deny, style }, answer) {
  const id = freshId("confirm");
  const kind = style === "danger" ? "danger-fill" : "primary";
  const no = h("button.button", { type: "button", onclick: () => answer(false) }, textNodes(deny ?? "Cancel"));
  const yes = h(`button.button.${kind}`, { type: "button", autofocus: true, onclick: () => answer(true) });
  yes.append(...textNodes(confirm ?? "Yes"));
  return h(
    "dialog.confirm",
    {
      role: "alertdialog",
      "aria-labelledby": id,
      "data-testid": "confirm",
      oncancel: (event) => (event.preventDefault(), answer(false)),
    },
    h("h2.confirm-title", { id }, textNodes(title)),
    h("div.confirm-text", {}, textNodes(text)),
    h("div.confirm-buttons", {}, no, yes),
  );
}

/** A short sentence at the top that goes by itself; `bad` for refusals. */
export function toast(text, { bad = false } = {}) {
  const node = h(
    "div.toast",
    { role: bad ? "alert" : "status", "data-testid": "toast", popover: "manual", class: bad ? "bad" : "" },
    text,
  );
  (document.querySelector("dialog[open]:last-of-type") ?? document.body).append(node);
  node.showPopover();
  setTimeout(() => node.remove(), bad ? 7000 : 4500);
}
