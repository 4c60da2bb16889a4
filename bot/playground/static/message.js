// One message: heading, words or blocks, files, reactions, thread line, and the bar of what can be done with it.
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { avatar } from "./avatars.js";
import { renderBlocks } from "./blocks.js";
import { ago, fullLabel, instantOf, timeOf } from "./dates.js";
import { h } from "./dom.js";
import { editor } from "./editor.js";
import { emojiNode } from "./emoji.js";
import { fileNodes } from "./files.js";
import { icon, opens, toolButton } from "./icons.js";
import { dismiss } from "./messages.js";
import { mrkdwn } from "./mrkdwn.js";
import { confirmed, menu } from "./overlays.js";
import { pickEmoji } from "./picker.js";
import { channelId, isApp, member, nameOf, page, who } from "./state.js";

const target = (message) => ({ ...who(), ts: message.ts, channel: message.channel ?? channelId() });

/** Adds or takes away the member's reaction. */
export async function react(message, name) {
  const mine = message.reactions?.find((one) => one.name === name)?.users.includes(page.state.me);
  await attempt(() => post("react", { ...target(message), name, add: !mine }));
  await page.refresh();
}

async function remove(message) {
  const sure = await confirmed({
    title: "Delete message",
    text: "This message is gone for good once deleted.",
    confirm: "Delete",
    deny: "Cancel",
    style: "danger",
  });
  if (!sure) return;
  await attempt(() => post("delete", target(message)));
  await page.refresh();
}

/** Opens the message for editing. */
export function edit(message) {
  page.editing = message.ts;
  page.show();
}

async function runShortcut(shortcut, message) {
  await attempt(() =>
    post("shortcut", {
      ...who(),
      callback_id: shortcut.callback_id,
      message_ts: message.ts,
      channel: message.channel ?? channelId(),
    }),
  );
  await page.refresh();
}

export function messageNode(message, { grouped, inThread, replies, editing, surface }) {
  if (message.system) return systemHint(message);
  const mine = message.user === page.state.me;
  const name = nameOf(message.user);
  const kind = [grouped && "grouped", message.ephemeral && "ephemeral", mine && "mine", editing && "editing"]
    .filter(Boolean)
    .join(" ");
  const node = h("article.message", {
    class: kind,
    role: "listitem",
    tabindex: "-1",
    "aria-label": `${name}, ${timeOf(instantOf(message.ts))}${message.ephemeral ? ", only visible to you" : ""}`,
    "data-ts": message.ts,
    "data-row": message.ephemeral_id ?? message.ts,
    "data-testid": message.ephemeral ? "ephemeral" : "message",
    "data-from": isApp(message.user) ? "app" : mine ? "me" : "other",
  });
  const body = h("div.message-body", {}, grouped ? null : heading(message, name));
  body.append(...(editing ? [editor(message)] : content(message, grouped, surface)));
  body.append(...foot(message, { inThread, replies }));
  node.append(message.ephemeral ? onlyYou() : "", gutter(message, grouped), body);
  if (!message.ephemeral && !editing) node.append(toolbar(message, { mine, inThread }));
  return node;
}

function systemHint(message) {
  const words = message.blocks?.length ? h("div.blocks") : h("div", {}, mrkdwn(message.text));
  if (message.blocks?.length) renderBlocks(words, message.blocks, { source: {}, values: null, blocks: () => [] });
  const only = message.ephemeral
    ? [
        onlyYou(),
        h("button.dismiss", { type: "button", "data-testid": "dismiss", onclick: () => dismiss(message) }, "Dismiss"),
      ]
    : [];
  return h(
    "div.hint",
    { role: "listitem", "data-ts": message.ts, "data-testid": "system" },
    icon("sun", 20),
    h("div", {}, only[0], words, only[1]),
  );
}

const onlyYou = () => h("div.only-you", {}, icon("eye", 14), "Only visible to you");

function gutter(message, grouped) {
  if (!grouped) return h("div.gutter", {}, avatar(message.user));
  return h(
    "div.gutter",
    {},
    h(
      "time.gutter-time",
      { title: fullLabel(instantOf(message.ts)) },
      timeOf(instantOf(message.ts)).replace(/ [AP]M$/, ""),
    ),
  );
}

const isBot = (message) => isApp(message.user) || Boolean(member(message.user).is_bot);

const editedMark = (message) => (message.edited ? h("span.edited", {}, "(edited)") : null);

function heading(message, name) {
  return h(
    "div.message-heading",
    {},
    h("span.author", {}, name),
    isBot(message) ? h("span.badge", {}, "APP") : null,
    h("time.time", { title: fullLabel(instantOf(message.ts)) }, timeOf(instantOf(message.ts))),
    message.blocks?.length && isBot(message) ? editedMark(message) : null,
  );
}

/** What people write is drawn from its text: their blocks say the same with the typed signs left as they are. */
function content(message, grouped, surface) {
  const edited = editedMark(message);
  const nodes = [];
  if (message.blocks?.length && isBot(message)) {
    const blocks = h("div.blocks", { "data-testid": "blocks" });
    renderBlocks(blocks, message.blocks, surface);
    nodes.push(blocks, grouped ? edited : null);
  } else if (message.text) {
    const text = h("div.message-text", {}, mrkdwn(message.text));
    const last = text.lastElementChild;
    (last?.matches(".line") ? last : text).append(edited ? " " : "", edited ?? "");
    nodes.push(text);
  }
  return [...nodes, ...fileNodes(message.files ?? [])].filter(Boolean);
}

function foot(message, { inThread, replies }) {
  const nodes = [];
  if (message.ephemeral)
    nodes.push(
      h("button.dismiss", { type: "button", "data-testid": "dismiss", onclick: () => dismiss(message) }, "Dismiss"),
    );
  if (message.reactions?.length) nodes.push(reactions(message));
  if (!inThread && replies.length) nodes.push(threadLine(message, replies));
  return nodes;
}

function sentence(users, name) {
  const names = users.map((id) => (id === page.state.me ? "You" : nameOf(id)));
  const last = names.pop();
  return `${names.length ? `${names.join(", ")} and ${last}` : last} reacted with :${name}:`;
}

function reactions(message) {
  const chip = ({ name, users }) =>
    h(
      "button.reaction",
      {
        type: "button",
        class: users.includes(page.state.me) ? "mine" : "",
        "aria-pressed": String(users.includes(page.state.me)),
        "aria-label": sentence(users, name),
        title: sentence(users, name),
        "data-testid": `reaction-${name}`,
        "data-focus": `reaction-${name}`,
        onclick: () => react(message, name),
      },
      emojiNode(name),
      h("span.reaction-count", {}, String(users.length)),
    );
  return h("div.reactions", {}, message.reactions.map(chip));
}

function threadLine(message, replies) {
  const faces = [...new Set(replies.map((reply) => reply.user))].slice(0, 4).map((id) => avatar(id, "tiny"));
  const count = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  return h(
    "button.thread-line",
    { type: "button", "data-testid": "open-thread", onclick: () => page.navigate({ thread: message.ts }) },
    faces,
    h("span.thread-count", {}, count),
    h("span.thread-last", {}, `Last reply ${ago(instantOf(replies.at(-1).ts))}`),
  );
}

const QUICK = ["white_check_mark", "zzz", "no_bell"];

const named = (testid) => ({ "data-testid": testid });

function toolbar(message, { mine, inThread }) {
  const pick = (button) => pickEmoji(button, (name) => react(message, name), { answers: true });
  const reply = () => page.navigate({ thread: message.thread_ts ?? message.ts, focus: true });
  const more = (button) => menu(button, moreItems(message, mine), { label: "More actions", side: "end" });
  return h(
    "div.toolbar",
    { role: "toolbar", "aria-label": "Message actions" },
    isApp(message.user) ? QUICK.map((name) => quickReaction(message, name)) : null,
    toolButton("smile", "Add reaction", pick, { ...named("add-reaction"), ...opens("dialog") }),
    inThread ? null : toolButton("thread", "Reply in thread", reply, named("reply-in-thread")),
    mine ? toolButton("pencil", "Edit message", () => edit(message), named("edit-message")) : null,
    toolButton("more", "More actions", more, { ...named("more-actions"), ...opens("menu") }),
  );
}

const quickReaction = (message, name) =>
  toolButton(emojiNode(name), `React with :${name}:`, () => react(message, name), named(`quick-${name}`));

function moreItems(message, mine) {
  const shortcuts = page.state.app.shortcuts
    .filter((one) => one.type === "message")
    .map((one) => ({
      label: one.name,
      hint: page.state.app.name,
      testid: `shortcut-${one.callback_id}`,
      picture: avatar(page.state.app.bot_user, "tiny"),
      run: () => runShortcut(one, message),
    }));
  const copy = { label: "Copy text", testid: "copy-text", run: () => navigator.clipboard?.writeText(plain(message)) };
  if (!mine) return [...shortcuts, ...(shortcuts.length ? ["-"] : []), copy];
  const own = [
    { label: "Edit message", testid: "menu-edit", run: () => edit(message) },
    { label: "Delete message…", testid: "delete-message", danger: true, run: () => remove(message) },
  ];
  return [...shortcuts, ...(shortcuts.length ? ["-"] : []), copy, "-", ...own];
}

const plain = (message) => h("div", {}, mrkdwn(message.text)).innerText;
