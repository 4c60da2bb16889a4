// Building DOM nodes. Everything that the page shows is made here from nodes and text, never from markup,
// so that what people and the app wrote cannot become HTML. icons.js draws, overlays.js floats.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "open", "multiple", "textContent"]);

/** `h("button.primary", {type: "button", onclick}, "Text", node, null)`: an element with classes, attributes, children. */
export function h(name, props = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) setProp(node, key, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0 || child === ""));
  return node;
}

function setProp(node, key, value) {
  if (value === undefined || value === null) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (PROPERTIES.has(key)) node[key] = value;
  else if (key === "class") node.classList.add(...value.split(" ").filter(Boolean));
  else if (value === true) node.setAttribute(key, "");
  else if (value !== false) node.setAttribute(key, String(value));
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

let serial = 0;
/** An id for labels and listboxes, unique on this page. */
export const freshId = (prefix) => `${prefix}-${++serial}`;

const kept = new WeakMap(); // node → {key, signature} of the item that it was made for

/**
 * Makes the children of `container` show `items` ({key, signature, render(oldNode)}), touching only what changed:
 * a node whose signature is the same stays as it is, with its focus, its typed text and its open menus.
 */
export function reconcile(container, items) {
  const refocus = rememberFocus(container);
  const wanted = new Set(items.map((item) => item.key));
  const old = new Map();
  for (const node of [...container.childNodes]) {
    const made = kept.get(node);
    if (made && wanted.has(made.key) && !old.has(made.key)) old.set(made.key, node);
    else node.remove();
  }
  let cursor = container.firstChild;
  for (const item of items) {
    const before = old.get(item.key);
    let node = before;
    if (!before || kept.get(before).signature !== item.signature) {
      node = item.render(before);
      kept.set(node, { key: item.key, signature: item.signature });
      if (before && before !== node) {
        if (cursor === before) cursor = node;
        before.replaceWith(node);
      }
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(node, cursor);
  }
  refocus();
}

/** After a re-render puts the focus back on the control that had it, found by its `data-focus` in the same row. */
function rememberFocus(container) {
  const active = document.activeElement;
  if (!active || active === container || !container.contains(active)) return () => {};
  const row = active.closest("[data-row]")?.dataset.row;
  const key = active.dataset.focus;
  const selection = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    if (active.isConnected) {
      if (document.activeElement !== active) active.focus({ preventScroll: true });
      return;
    }
    const home = row ? container.querySelector(`[data-row="${CSS.escape(row)}"]`) : container;
    const next = key && (home ?? container).querySelector(`[data-focus="${CSS.escape(key)}"]`);
    (next || home)?.focus?.({ preventScroll: true });
    if (next && selection && next.setSelectionRange) trySelection(next, selection);
  };
}

function trySelection(field, [start, end]) {
  if (start === null || !["text", "search", "url", "tel", "textarea"].includes(field.type)) return; // others refuse it
  field.setSelectionRange(start, end);
}

/** Calls `run` once, `delay` ms after the last of a burst of calls. */
export function debounce(run, delay) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), delay);
  };
}

export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
