// The start of the page: fetches the state, listens for changes, and has every part show what it knows.
import { attempt } from "./actions.js";
import { fetchState, listen, post } from "./api.js";
import { buildClock, showClock } from "./clockbar.js";
import { Composer, focusComposer } from "./composer.js";
import { setClock } from "./dates.js";
import { debounce, h } from "./dom.js";
import { dropArea } from "./files.js";
import { showHeading, showIntro } from "./heading.js";
import { showHome } from "./home.js";
import { edit } from "./message.js";
import { isFromApp, lastOwn, scrollToEnd, showMessages, walk, watchList } from "./messages.js";
import { showModals } from "./modals.js";
import { closePopup, orphanedPopup, toast } from "./overlays.js";
import { channelId, channelName, inDirectMessage, page, who } from "./state.js";
import { showSidebar } from "./sidebar.js";
import { focusThread, showThread } from "./thread.js";

const main = new Composer({
  id: "composer-main",
  testid: "composer",
  onSent: scrollToEnd,
  editLast: () => {
    const message = lastOwn(null);
    if (message) edit(message);
  },
});
const working = h("div.working", { role: "status", "data-testid": "working" });
const offline = h(
  "div.offline",
  { role: "alert", "data-testid": "offline", hidden: true },
  "The playground does not answer. Trying again…",
);
const lastToasts = new Map(); // member → what was said last, so that it is said once

// --- fetching -----------------------------------------------------------------------------------------------------

let running = null;
let queued = null;

/** Shows the newest state; calls during a fetch share one that begins after it. */
page.refresh = () => {
  if (!running) return (running = load().finally(() => (running = null)));
  return (queued ??= running.then(() => {
    queued = null;
    return page.refresh();
  }));
};

async function load() {
  const wanted = { ...who(), channel: page.channel };
  let state;
  try {
    state = await fetchState(wanted);
  } catch (error) {
    if (error.status >= 400 && error.status < 500 && (wanted.user || wanted.team || wanted.channel)) return lost();
    offline.hidden = false;
    return undefined;
  }
  offline.hidden = true;
  if (wanted.user !== page.user || wanted.team !== page.team || wanted.channel !== page.channel) return undefined; // moved on
  return take(state);
}

/** The member or the channel is gone (a fresh playground, say): begin with whoever is there. */
function lost() {
  Object.assign(page, { team: "", user: "", channel: "", thread: null });
  return load();
}

function take(state) {
  page.state = state;
  const moved = page.team !== state.team || page.user !== state.me;
  Object.assign(page, { team: state.team, user: state.me });
  setClock(state.clock, state.frozen);
  show();
  if (moved || !hangUp) connect();
  if (state.toast && state.toast !== lastToasts.get(state.me)) toast(state.toast);
  lastToasts.set(state.me, state.toast);
}

let hangUp = null;
const soon = debounce(() => page.refresh(), 40);

function connect() {
  hangUp?.();
  hangUp = listen(who(), soon, (up) => (offline.hidden = up));
}

// --- showing ------------------------------------------------------------------------------------------------------

function show() {
  showClock();
  showSidebar();
  countUnread();
  showHeading();
  showPanels();
  showIntro();
  showMessages();
  showThread();
  showHome();
  showModals();
  orphanedPopup();
  working.replaceChildren(
    ...(page.state.busy ? [h("span.dots", { "aria-hidden": "true" }), `${page.state.app.name} is at work`] : []),
  );
  document.title = `${page.unread ? "• " : ""}${inDirectMessage() ? page.state.app.name : `#${channelName(page.channel)}`} · ${page.state.teams.find((one) => one.id === page.team)?.name ?? "Playground"}`;
  address();
}
page.show = show;

function showPanels() {
  const home = page.tab === "home" && inDirectMessage();
  document.getElementById("panel-home").hidden = !home;
  document.getElementById("panel-messages").hidden = home;
  const label = inDirectMessage() ? `Message ${page.state.app.name}` : `Message #${channelName(page.channel)}`;
  main.open({ key: [page.team, page.user, channelId()].join(), label, thread: null });
}

const seen = new Map(); // member → ts of the newest message of the app that was in front of them

/** Whether the app wrote something while the Home tab was in front. */
function countUnread() {
  if (!inDirectMessage()) return;
  const newest = page.state.messages
    .filter((one) => isFromApp(one))
    .reduce((last, one) => (one.ts > last ? one.ts : last), "");
  if (page.tab === "messages" || !seen.has(page.user)) seen.set(page.user, newest);
  page.unread = newest > seen.get(page.user);
}

/** The address bar says where one is, so that reloading comes back here. */
function address() {
  const place = new URLSearchParams(
    Object.entries({ ...who(), channel: page.channel, tab: page.tab === "home" ? "home" : "" }).filter(
      ([, value]) => value,
    ),
  );
  if (place.toString() !== location.search.slice(1)) history.replaceState(null, "", `?${place}`);
}

// --- moving about -------------------------------------------------------------------------------------------------

/** Goes to another member, conversation, tab or thread; `focus` puts the cursor into its field. */
page.navigate = async ({ focus = false, ...to }) => {
  closePopup();
  const other = ["team", "user", "channel"].some((key) => key in to && to[key] !== page[key]);
  const openedHome = to.tab === "home" || (other && page.tab === "home" && to.tab !== "messages");
  if (other) page.editing = null;
  Object.assign(page, to);
  if (page.channel && page.channel === page.state?.dm) page.channel = "";
  document.body.classList.remove("drawer-open");
  if (other) await page.refresh();
  else show();
  if (openedHome) await openHome();
  if (focus) to.thread ? focusThread() : focusComposer();
};

async function openHome() {
  page.openingHome = true;
  show();
  await attempt(() => post("home", who()));
  page.openingHome = false;
  await page.refresh();
}

function build() {
  const panel = document.getElementById("panel-messages");
  document.getElementById("dock").append(working, main.node);
  document.getElementById("messages").addEventListener("keydown", walk);
  document.getElementById("page").prepend(offline);
  document.getElementById("conversation").addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".drawer-button")) document.body.classList.remove("drawer-open");
  });
  document.addEventListener("visibilitychange", () => !document.hidden && page.state && page.refresh());
  dropArea(panel, (files) => main.add(files));
  buildClock();
  watchList();
}

async function start() {
  const place = new URLSearchParams(location.search);
  for (const key of ["team", "user", "channel"]) page[key] = place.get(key) ?? "";
  page.tab = place.get("tab") === "home" ? "home" : "messages";
  build();
  await page.refresh();
  while (!page.state) {
    await new Promise((resolve) => setTimeout(resolve, 1000)); // the server may still be starting
    await page.refresh();
  }
  document.body.classList.add("ready");
  if (page.tab === "home") await openHome();
  else focusComposer();
}

start();
