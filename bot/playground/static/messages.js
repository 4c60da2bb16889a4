// The list of messages: order, grouping, day dividers, keeping the place. message.js draws one message.
import { dayKey, dayLabel, instantOf } from "./dates.js";
import { h, reconcile } from "./dom.js";
import { messageNode } from "./message.js";
import { channelId, isApp, page, remembered } from "./state.js";
import { Values } from "./values.js";

const TOGETHER = 5 * 60_000; // messages of one author this close share a heading
const surfaces = new Map(); // what is typed into a message's inputs outlives its redrawing

export const keyOf = (message) => message.ephemeral_id ?? `${message.channel}:${message.ts}`;
const dismissed = () => remembered.get("dismissed") ?? []; // keys of ephemeral answers

/** Hides an ephemeral answer on this page; Slack forgets them too. */
export function dismiss(message) {
  remembered.set("dismissed", [...dismissed(), keyOf(message)]);
  page.show();
}

export const byTime = (one, other) => Number(one.ts) - Number(other.ts) || (one.ts < other.ts ? -1 : 1);
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function shown(messages) {
  const gone = new Set(dismissed());
  return messages.filter((message) => !gone.has(keyOf(message))).sort(byTime);
}

export const mainMessages = () => shown(page.state.messages.filter((message) => !isReply(message)));
export const threadMessages = (ts) =>
  shown(page.state.messages.filter((message) => message.ts === ts || message.thread_ts === ts));

/** The kept replies of every thread: ts of its first message → replies, oldest first. */
function allReplies() {
  const threads = new Map();
  for (const message of [...page.state.messages].sort(byTime)) {
    if (!isReply(message) || message.ephemeral) continue;
    if (!threads.has(message.thread_ts)) threads.set(message.thread_ts, []);
    threads.get(message.thread_ts).push(message);
  }
  return threads;
}

function surfaceOf(message) {
  const key = keyOf(message);
  const source = message.ephemeral_id
    ? { ephemeral_id: message.ephemeral_id }
    : { message_ts: message.ts, channel: message.channel ?? channelId() };
  if (!surfaces.has(key)) surfaces.set(key, { source, values: new Values() });
  const surface = surfaces.get(key);
  surface.blocks = () => message.blocks ?? [];
  return surface;
}

function continues(before, message) {
  if (!before || before.system || message.system || before.ephemeral || message.ephemeral) return false;
  const gap = instantOf(message.ts) - instantOf(before.ts);
  return (
    before.user === message.user && gap < TOGETHER && dayKey(instantOf(before.ts)) === dayKey(instantOf(message.ts))
  );
}

const divider = (label) => h("div.day", { role: "separator", "aria-label": label }, h("span.day-label", {}, label));

/** The rows of a list of messages for `reconcile`: dividers and messages. */
export function rows(messages, { inThread = false } = {}) {
  const items = [];
  const threads = inThread ? new Map() : allReplies();
  let before = null;
  for (const message of messages) {
    const day = dayKey(instantOf(message.ts));
    if (!inThread && (!before || dayKey(instantOf(before.ts)) !== day)) {
      const label = dayLabel(instantOf(message.ts));
      items.push({ key: `${page.user}-day-${day}`, signature: label, render: () => divider(label) });
    }
    items.push(row(message, { grouped: continues(before, message), inThread, replies: threads.get(message.ts) ?? [] }));
    before = message;
  }
  return items;
}

function row(message, { grouped, inThread, replies }) {
  const editing = page.editing === message.ts && message.user === page.state.me;
  const facts = [message, grouped, inThread, replies.map((reply) => [reply.user, reply.ts])];
  return {
    key: `${page.user}-${keyOf(message)}`,
    signature: editing ? "editing" : JSON.stringify(facts),
    render: () => messageNode(message, { grouped, inThread, replies, editing, surface: surfaceOf(message) }),
  };
}

let stuck = true; // the list is at its end and stays there
let newest = "";
let shownFor = "";

const scroller = () => document.getElementById("scroll");
const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 48;

/** Draws the messages of the open conversation; stays at the end if it was there. */
export function showMessages() {
  const box = scroller();
  const messages = mainMessages();
  const place = [page.team, page.user, page.channel].join();
  if (place !== shownFor) {
    stuck = true;
    newest = "";
  }
  const list = document.getElementById("messages");
  list.setAttribute("aria-live", place === shownFor ? "polite" : "off"); // screen readers hear what is new, not the whole list
  reconcile(list, rows(messages));
  oneStop(list);
  if (stuck) box.scrollTop = box.scrollHeight;
  offerNewest(messages, place === shownFor);
  shownFor = place;
}

/** Offers the way down when something came in out of sight. */
function offerNewest(messages, known) {
  const last = messages.at(-1);
  const came = known && newest && last && last.user !== page.state.me && byTime({ ts: newest }, last) < 0;
  if (came && !stuck) document.getElementById("newer").hidden = false;
  newest = last?.ts ?? "";
}

export function scrollToEnd() {
  stuck = true;
  const box = scroller();
  box.scrollTop = box.scrollHeight;
}

/** Watches scrolling, growing content and the arrow keys, once. */
export function watchList() {
  const box = scroller();
  const newer = document.getElementById("newer");
  box.addEventListener("scroll", () => {
    stuck = atEnd(box);
    if (stuck) newer.hidden = true;
  });
  new ResizeObserver(() => stuck && (box.scrollTop = box.scrollHeight)).observe(document.getElementById("messages"));
  new ResizeObserver(() => stuck && (box.scrollTop = box.scrollHeight)).observe(box);
  newer.addEventListener("click", scrollToEnd);
}

/** The Tab key stops at one message only: the one last looked at, or the newest; from there the arrow keys walk. */
export function oneStop(list, wanted = list.querySelector(".message[tabindex='0']")) {
  const all = [...list.querySelectorAll(".message")];
  const stop = wanted ?? all.at(-1);
  for (const node of all) node.tabIndex = node === stop ? 0 : -1;
}

/** Arrow keys walk from message to message when one of them has the focus. */
export function walk(event) {
  if (!event.target.classList?.contains("message")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll(".message")];
  const next = all[all.indexOf(event.target) + step];
  event.preventDefault();
  if (next) oneStop(event.currentTarget, next);
  next?.focus();
}

/** The newest message of the member's own that can be edited, in the conversation or a thread. */
export function lastOwn(thread) {
  const list = thread ? threadMessages(thread) : mainMessages();
  return list.filter((message) => message.user === page.state.me && !message.ephemeral && !message.system).at(-1);
}

export const isFromApp = (message) => isApp(message.user);
