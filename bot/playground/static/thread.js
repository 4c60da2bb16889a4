// The side panel with one thread: its first message, the replies, a composer of its own.
import { Composer } from "./composer.js";
import { h, reconcile } from "./dom.js";
import { toolButton } from "./icons.js";
import { edit } from "./message.js";
import { lastOwn, oneStop, rows, threadMessages, walk } from "./messages.js";
import { inDirectMessage, page } from "./state.js";

const panel = document.getElementById("thread");
let built = null;
let shown = "";

const leave = () => page.navigate({ thread: null });

function build() {
  const props = { role: "list", "aria-label": "Thread", "data-testid": "thread-messages", onkeydown: walk };
  const list = h("div.messages", props);
  const scroll = h("div.scroll", {}, list);
  const onSent = () => (shown = ""); // scrolls to the end
  const field = new Composer({ id: "composer-thread", testid: "thread-composer", commands: false, onSent, editLast });
  const where = h("span.heading-hint");
  const close = toolButton("close", "Close thread", leave, { "data-testid": "close-thread" });
  panel.append(
    h("header.heading", {}, h("div.heading-name", {}, h("h2", {}, "Thread"), where), close),
    scroll,
    h("div.dock", {}, field.node),
  );
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && leave());
  return { list, scroll, field, where };
}

function editLast() {
  const message = lastOwn(page.thread);
  if (message) edit(message);
}

/** Shows or hides the panel after what page.thread says. */
export function showThread() {
  const messages = page.thread ? threadMessages(page.thread) : [];
  panel.hidden = !messages.length;
  document.body.classList.toggle("with-thread", Boolean(messages.length));
  if (!messages.length) return;
  built ??= build();
  const { list, scroll, field, where } = built;
  where.textContent = inDirectMessage() ? page.state.app.name : "";
  field.open({ key: [page.team, page.user, page.thread].join(), label: "Reply…", thread: page.thread });
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  reconcile(list, rows(messages, { inThread: true }));
  oneStop(list);
  if (atEnd || shown !== page.thread) scroll.scrollTop = scroll.scrollHeight;
  shown = page.thread;
}

export const focusThread = () => built?.field.focus();
