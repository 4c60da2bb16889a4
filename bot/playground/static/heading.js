// The heading of a conversation with its tabs, and the words at the very beginning of one.
import { avatar } from "./avatars.js";
import { propose } from "./composer.js";
import { h } from "./dom.js";
import { icon, toolButton } from "./icons.js";
import { channelName, inDirectMessage, page } from "./state.js";

const bar = document.getElementById("heading");
const intro = document.getElementById("intro");
let drawn = "";

export function showHeading() {
  const { app } = page.state;
  const facts = JSON.stringify([app.name, page.channel, page.tab, page.unread]);
  if (facts === drawn) return;
  drawn = facts;
  const focus = document.activeElement?.dataset?.focus;
  bar.replaceChildren(drawerButton(), name(app), ...(inDirectMessage() ? [tabs()] : []));
  if (focus && !document.activeElement?.dataset?.focus)
    bar.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

const drawerButton = () =>
  toolButton("menu", "Conversations", () => document.body.classList.toggle("drawer-open"), {
    class: "drawer-button",
    "data-testid": "drawer",
  });

function name(app) {
  if (!inDirectMessage()) return h("div.heading-name", {}, h("h1", {}, icon("hash", 18), channelName(page.channel)));
  return h("div.heading-name", {}, avatar(app.bot_user, "small"), h("h1", {}, app.name), h("span.badge", {}, "APP"));
}

function tabs() {
  const node = h(
    "div.tabs",
    { role: "tablist", "aria-label": page.state.app.name, onkeydown: (event) => otherTab(event, node) },
    tab("home", "Home"),
    tab("messages", "Messages"),
  );
  return node;
}

function tab(name, label) {
  const unread = name === "messages" && page.unread;
  const current = page.tab === name;
  const props = {
    type: "button",
    role: "tab",
    class: current ? "current" : "",
    "aria-selected": String(current),
    "aria-controls": `panel-${name}`,
    tabindex: current ? "0" : "-1",
    "data-testid": `tab-${name}`,
    "data-focus": `tab-${name}`,
    onclick: () => page.navigate({ tab: name, focus: name === "messages" }),
  };
  return h("button.tab", props, label, unread ? h("span.dot", { role: "img", "aria-label": "new messages" }) : null);
}

/** The arrow keys move between the two tabs. */
function otherTab(event, list) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  const other = [...list.children].find((one) => one !== document.activeElement);
  other.focus();
  other.click();
}

/** What stands above the first message: who this is, and what one can begin with. */
export function showIntro() {
  const { app } = page.state;
  const facts = JSON.stringify([app, page.channel]);
  if (intro.dataset.facts === facts) return;
  intro.dataset.facts = facts;
  intro.replaceChildren(...(inDirectMessage() ? appIntro(app) : channelIntro(app)));
}

const channelIntro = (app) => [
  h("h2", {}, `# ${channelName(page.channel)}`),
  h("p", {}, `${app.name}'s commands work in channels too. What it answers here, only you can see.`),
];

function appIntro(app) {
  const command = (one) =>
    h(
      "button.starter",
      { type: "button", title: one.description ?? "", onclick: () => propose(`${one.command} `) },
      h("b", {}, one.command),
      one.usage_hint ? h("span.usage-words", {}, one.usage_hint) : null,
    );
  return [
    avatar(app.bot_user, "large"),
    h("h2", {}, app.name),
    h(
      "p",
      {},
      `This is the beginning of your conversation with ${app.name}. Write to it as you would to a colleague, or start with a command:`,
    ),
    h("div.starters", {}, app.commands.map(command)),
  ];
}
