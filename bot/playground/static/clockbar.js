// The bar at the top: the playground's time for this member, and the buttons that move it.
import { post, ServerError } from "./api.js";
import { clockLabel, instantAt, nextNine, now, partsIn, timeOf, untilNextMinute } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { popup } from "./overlays.js";
import { myZone, page, who } from "./state.js";

const bar = document.getElementById("clock");
const date = h("span.clock-date");
const time = h("span.clock-time");
const zone = h("span.clock-zone");
const outcome = h("div.clock-outcome", { role: "status", "data-testid": "clock-outcome" });
const buttons = h("div.clock-buttons", { role: "group", "aria-label": "Move the clock" });
let moving = false;
let timer;

const jump = (testid, label, long, body) =>
  h(
    "button.clock-button",
    { type: "button", "data-testid": testid, "aria-label": long, title: long, onclick: () => move(body(), label) },
    label,
  );

export function buildClock() {
  buttons.append(
    jump("clock-day", "+1 day", "Forward 1 day", () => ({ by: "day" })),
    jump("clock-week", "+1 week", "Forward 1 week", () => ({ by: "week" })),
    jump("clock-month", "+1 month", "Forward 1 month", () => ({ by: "month" })),
    jump("clock-nine", "Next 9:00", "Forward to the next 9:00", () => ({ to: new Date(nextNine()).toISOString() })),
    pickButton(),
  );
  bar.append(
    h("span.clock-sign", { title: "The playground's clock" }, icon("clock", 16)),
    h("div.clock-now", { "data-testid": "clock-now", role: "timer", "aria-live": "off" }, date, time, zone),
    buttons,
    outcome,
  );
}

/** Shows the playground's time, and again at each full minute. */
export function showClock() {
  date.textContent = clockLabel();
  time.textContent = timeOf(now());
  zone.textContent = myZone().replaceAll("_", " ").split("/").at(-1);
  zone.title = myZone();
  clearTimeout(timer);
  timer = setTimeout(showClock, untilNextMinute());
}

function pickButton() {
  const button = h(
    "button.clock-button.clock-pick",
    {
      type: "button",
      "data-testid": "clock-pick",
      "aria-label": "Forward to a date and time",
      title: "Forward to a date and time",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      onclick: () => openPick(button),
    },
    "Pick…",
  );
  return button;
}

function openPick(button) {
  if (button.getAttribute("aria-expanded") === "true") return;
  const field = h("input.field", {
    type: "datetime-local",
    "aria-label": "Date and time",
    "data-testid": "clock-field",
    value: partsIn(now()).slice(0, 16),
    min: partsIn(now()).slice(0, 16),
  });
  const go = () => {
    if (!field.value) return;
    opened.close(true);
    move({ to: new Date(instantAt(field.value)).toISOString() }, "there");
  };
  const form = h(
    "form.pick-time",
    { onsubmit: (event) => (event.preventDefault(), go()), novalidate: true },
    h("label.pick-label", {}, `Time in ${myZone().replaceAll("_", " ")}`, field),
    h("button.button.primary", { type: "submit", "data-testid": "clock-go" }, "Go there"),
  );
  const opened = popup(button, form, { label: "Move the clock", role: "dialog", side: "end" });
  field.focus();
}

async function move(body) {
  if (moving) return;
  busy(true);
  say("Time passes…");
  try {
    const { did } = await post("clock", { ...who(), ...body });
    await page.refresh();
    say(summary(did));
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    say(error.message, true);
  } finally {
    busy(false);
  }
}

function busy(on) {
  moving = on;
  bar.setAttribute("aria-busy", String(on));
  buttons.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", String(on)));
}

let quiet;
function say(text, bad = false) {
  clearTimeout(quiet);
  outcome.textContent = text;
  outcome.title = text;
  outcome.classList.toggle("bad", bad);
  if (!moving || bad) quiet = setTimeout(() => (outcome.textContent = ""), 20_000);
}

const SENT = new Set(["sent", "posted", "delivered", "nudges_sent", "nudges"]);
const QUIET = new Set(["seconds", "duration", "took", "at", "ok", "teams", "owners", "looked_at"]);

/** {"deliver": {"sent": 3}} → "3 nudges sent". Numbers that are 0 and measurements are left out. */
export function summary(did) {
  if (typeof did?.summary === "string") return did.summary;
  const said = facts(did ?? {});
  return said.length ? `${said.join(", ")}.` : "Nothing was due.";
}

function facts(did) {
  return Object.entries(did).flatMap(([name, value]) => {
    if (value && typeof value === "object" && !Array.isArray(value)) return facts(value);
    const count = Array.isArray(value) ? value.length : value;
    if (typeof count !== "number" || !count || QUIET.has(name)) return [];
    if (SENT.has(name)) return [`${count} ${count === 1 ? "nudge" : "nudges"} sent`];
    const words = name.replaceAll("_", " ");
    return [`${count} ${count === 1 ? words.replace(/^(\w+)s\b/, "$1") : words}`];
  });
}
