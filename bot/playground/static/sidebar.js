// The rail of workspaces, the list of conversations, and whose eyes the page looks through.
import { attempt } from "./actions.js";
import { post } from "./api.js";
import { avatar } from "./avatars.js";
import { whenLabel } from "./dates.js";
import { h, initials } from "./dom.js";
import { icon, opens } from "./icons.js";
import { confirmed, menu, toast } from "./overlays.js";
import { displayName, inDirectMessage, nameOf, page, people, remembered, who } from "./state.js";

const rail = document.getElementById("rail");
const sidebar = document.getElementById("sidebar");
let drawn = "";

/** Redraws only when something in it changed, so that focus and open menus stay. */
export function showSidebar() {
  const { teams, members, channels, app, me, quiet_until: quiet } = page.state;
  const facts = JSON.stringify([teams, members, channels, app.name, me, quiet, page.team, page.channel, page.tab]);
  if (facts === drawn) return;
  drawn = facts;
  const focus = document.activeElement?.dataset?.focus;
  rail.replaceChildren(...railNodes(teams));
  sidebar.replaceChildren(...sidebarNodes());
  if (focus) document.querySelector(`#page [data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function railNodes(teams) {
  const one = (team) =>
    h(
      "button.workspace",
      {
        type: "button",
        class: team.id === page.team ? "current" : "",
        "aria-current": team.id === page.team ? "true" : null,
        "aria-label": team.name,
        title: team.name,
        "data-testid": `team-${team.id}`,
        "data-focus": `team-${team.id}`,
        onclick: () => page.navigate({ team: team.id, user: "", channel: "", thread: null }),
      },
      initials(team.name),
    );
  return [...teams.map(one), h("span.spacer"), viewAs("rail-me", "Switch member", [avatar(page.state.me)])];
}

function viewAs(testid, label, inside) {
  const button = h(
    `button.${testid}`,
    {
      type: "button",
      "aria-label": label,
      title: "View as somebody else",
      ...opens("menu"),
      "data-testid": testid,
      "data-focus": testid,
      onclick: () => menu(button, memberItems(), { label: "View as", side: "above" }),
    },
    inside,
  );
  return button;
}

function memberItems() {
  return people().map((one) => ({
    label: displayName(one),
    hint: [one.title, one.tz?.replaceAll("_", " ")].filter(Boolean).join(" · "),
    picture: avatar(one.id, "small"),
    chosen: one.id === page.state.me,
    testid: `member-${one.id}`,
    run: () => page.navigate({ user: one.id, thread: null }),
  }));
}

function workspaceMenu(button) {
  const teams = page.state.teams.map((team) => ({
    label: team.name,
    chosen: team.id === page.team,
    run: () => page.navigate({ team: team.id, user: "", channel: "", thread: null }),
  }));
  const reset = {
    label: "Start over…",
    hint: "Empties this playground",
    danger: true,
    testid: "start-over",
    picture: icon("reset"),
    run: startOver,
  };
  menu(button, [...teams, "-", reset], { label: "Workspace" });
}

async function startOver() {
  const sure = await confirmed({
    title: "Start over?",
    text: "Everything that was said and shown in this playground goes, for everybody in it.",
    confirm: "Start over",
    deny: "Cancel",
    style: "danger",
  });
  if (!sure) return;
  const answer = await attempt(() => post("reset", who()));
  if (!answer) return;
  remembered.clear();
  await page.navigate({ team: "", user: "", channel: "", thread: null, tab: "messages" });
  toast("A fresh playground.");
}

function sidebarNodes() {
  const { channels, me } = page.state;
  const names = h(
    "span.view-as-words",
    {},
    h("span.view-as-hint", {}, "Viewing as"),
    h("span.view-as-name", {}, nameOf(me)),
  );
  const nodes = [workspaceName(), h("h2.sidebar-title", {}, "Apps"), h("ul.sidebar-list", {}, appEntry())];
  if (channels.length) {
    nodes.push(h("h2.sidebar-title", {}, "Channels"), h("ul.sidebar-list", {}, channels.map(channelEntry)));
  }
  const inside = [avatar(me, "small"), names, icon("down", 14)];
  return [...nodes, h("span.spacer"), quiet(), viewAs("view-as", `Viewing as ${nameOf(me)}`, inside)];
}

/** Slack's "Pause notifications": while it is on, an app that minds it writes nothing. */
function quiet() {
  const until = page.state.quiet_until;
  const words = until ? `Do Not Disturb until ${whenLabel(Date.parse(until))}` : "Pause notifications";
  const button = h(
    "button.quiet",
    {
      type: "button",
      class: until ? "on" : "",
      ...opens("menu"),
      "data-testid": "quiet",
      "data-focus": "quiet",
      onclick: () => menu(button, quietItems(until), { label: "Pause notifications", side: "above" }),
    },
    icon(until ? "bell-off" : "bell", 16),
    h("span", {}, words),
  );
  return button;
}

function quietItems(until) {
  const item = (length, label) => ({
    label,
    testid: `quiet-${length}`,
    run: () => attempt(() => post("quiet", { ...who(), for: length })),
  });
  const items = [item("hour", "For 1 hour"), item("day", "Until tomorrow, 9:00"), item("week", "For a week")];
  const on = { label: "Turn notifications on", testid: "quiet-off", run: () => attempt(() => post("quiet", who())) };
  return until ? [...items, "-", on] : items;
}

function workspaceName() {
  const team = page.state.teams.find((one) => one.id === page.team);
  const node = h(
    "button.workspace-name",
    {
      type: "button",
      ...opens("menu"),
      "data-testid": "workspace-menu",
      "data-focus": "workspace-menu",
      onclick: () => workspaceMenu(node),
    },
    h("span", {}, team?.name ?? "Playground"),
    icon("down", 14),
  );
  return node;
}

function appEntry() {
  const { app } = page.state;
  const picture = avatar(app.bot_user, "tiny");
  return entry({ id: "", label: app.name, picture, current: inDirectMessage(), testid: "open-dm" });
}

function channelEntry({ id, name }) {
  return entry({ id, label: name, picture: icon("hash", 16), current: page.channel === id, testid: `channel-${name}` });
}

function entry({ id, label, picture, current, testid }) {
  const go = () => page.navigate({ channel: id, thread: null, tab: "messages" });
  return h(
    "li",
    {},
    h(
      "button.sidebar-entry",
      {
        type: "button",
        class: current ? "current" : "",
        "aria-current": current ? "page" : null,
        "data-testid": testid,
        "data-focus": testid,
        onclick: go,
      },
      picture,
      h("span", {}, label),
    ),
  );
}
