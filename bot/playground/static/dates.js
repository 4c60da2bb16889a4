// Times as the member's own zone shows them, the playground's running clock, and Slack's <!date^…> formats.
import { page, myZone } from "./state.js";

const LANGUAGE = "en-US";
let clockAt = Date.now(); // the playground's instant …
let readAt = performance.now(); // … when it was read
let frozen = false;

export function setClock(iso, standsStill) {
  clockAt = Date.parse(iso);
  readAt = performance.now();
  frozen = Boolean(standsStill);
}

/** The playground's now, in ms since 1970. */
export const now = () => (frozen ? clockAt : clockAt + performance.now() - readAt);

const formats = new Map();
function format(options, instant, zone = myZone()) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: zone }));
  return formats.get(key).format(instant);
}

export const instantOf = (ts) => Number(ts) * 1000;
export const timeOf = (instant, zone) => format({ hour: "numeric", minute: "2-digit" }, instant, zone);
/** YYYY-MM-DD of the member's day. */
export const dayKey = (instant, zone = myZone()) => partsIn(instant, zone).slice(0, 10);
export const clockLabel = () => format({ weekday: "short", month: "short", day: "numeric", year: "numeric" }, now());
export const whenLabel = (instant) =>
  format({ weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }, instant);
export const fullLabel = (instant) => format({ dateStyle: "full", timeStyle: "short" }, instant);

/** "2026-11-23T09:30" as the wall clock of `zone` shows it. */
export function partsIn(instant, zone = myZone()) {
  const text = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(instant);
  return text.replace(" ", "T");
}

/** The instant (ms) at which the wall clock of `zone` shows `local` ("2026-11-23T09:00"). */
export function instantAt(local, zone = myZone()) {
  const asUtc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  let guess = asUtc;
  for (let round = 0; round < 2; round++) {
    guess += asUtc - Date.parse(`${partsIn(guess, zone)}Z`); // twice: the offset may change on the way
  }
  return guess;
}

/** The next 9:00 of the member, in ms. */
export function nextNine() {
  const today = dayKey(now());
  const nine = instantAt(`${today}T09:00`);
  if (nine > now() + 1000) return nine;
  const tomorrow = new Date(`${today}T12:00:00Z`);
  tomorrow.setUTCDate(tomorrow.getUTCDate() + 1);
  return instantAt(`${tomorrow.toISOString().slice(0, 10)}T09:00`);
}

const DAY = 86_400_000;
const near = (key) => {
  if (key === dayKey(now())) return "Today";
  if (key === dayKey(now() - DAY)) return "Yesterday";
  if (key === dayKey(now() + DAY)) return "Tomorrow";
  return null;
};

function ordinal(day) {
  const ending = day % 100 > 10 && day % 100 < 14 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th");
  return `${day}${ending}`;
}

const otherYear = (instant) => dayKey(instant).slice(0, 4) !== dayKey(now()).slice(0, 4);

/** "Today", "Yesterday", "Monday, November 23rd" for the dividers between days. */
export function dayLabel(instant) {
  const key = dayKey(instant);
  const year = otherYear(instant) ? `, ${key.slice(0, 4)}` : "";
  const long = `${format({ weekday: "long" }, instant)}, ${format({ month: "long" }, instant)} ${ordinal(Number(key.slice(8)))}`;
  return near(key) ?? long + year;
}

const LONG = { weekday: "long", month: "long", day: "numeric", year: "numeric" };
const TOKENS = {
  date_num: (at) => dayKey(at),
  date_slash: (at) => format({ month: "2-digit", day: "2-digit", year: "numeric" }, at),
  date: (at) => format({ month: "long", day: "numeric", year: "numeric" }, at),
  date_short: (at) => format({ month: "short", day: "numeric", year: "numeric" }, at),
  date_long: (at) => format(LONG, at),
  date_pretty: (at) => near(dayKey(at))?.toLowerCase() ?? TOKENS.date(at),
  date_short_pretty: (at) => near(dayKey(at))?.toLowerCase() ?? TOKENS.date_short(at),
  date_long_pretty: (at) => near(dayKey(at))?.toLowerCase() ?? TOKENS.date_long(at),
  day_divider_pretty: (at) => dayLabel(at),
  date_long_full: (at) => format(LONG, at),
  time: (at) => timeOf(at),
  time_secs: (at) => format({ hour: "numeric", minute: "2-digit", second: "2-digit" }, at),
  ago: (at) => ago(at),
};

/** Fills Slack's date tokens ("{date_short} at {time}") for a Unix time in seconds, in the member's zone. */
export function fillDate(seconds, pattern) {
  const at = Number(seconds) * 1000;
  if (!Number.isFinite(at)) return null;
  const text = pattern.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(at) ?? whole);
  return pattern.startsWith("{") ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
export function ago(instant) {
  const gap = instant - now();
  if (Math.abs(gap) < 60_000) return "just now";
  const [unit, size] = UNITS.find(([, length]) => Math.abs(gap) >= length);
  return new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(Math.round(gap / size), unit);
}

/** How long the page's clock bar waits until the next minute, in ms. */
export const untilNextMinute = () => (page.state ? 60_000 - (now() % 60_000) + 20 : 1000);
