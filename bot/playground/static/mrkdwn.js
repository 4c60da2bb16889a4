// Slack's mrkdwn → DOM nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quotes, lists, links, mentions, dates, emoji.
// Text arrives escaped (&amp; &lt; &gt;) and is unescaped here, once. markdown.js reads the standard Markdown of `markdown` blocks.
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { fillDate, fullLabel } from "./dates.js";
import { channelName, member, nameOf, page } from "./state.js";

export const unescapeEntities = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const SAFE = /^(https?:|slack:|mailto:|tel:)/i;
/** A link that opens elsewhere; an address that is not a web, mail or phone address stays text. */
export function link(url, children) {
  if (!SAFE.test(url)) return h("span", {}, children);
  return h("a.link", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

export function mention(id, label) {
  const known = page.state?.members.some((one) => one.id === id) || id === page.state?.app.bot_user;
  const name = known ? nameOf(id) : label || id;
  return h(
    "span.mention",
    { class: id === page.state?.me ? "mention-me" : "", title: member(id).title ?? null },
    `@${name}`,
  );
}

export const channelMention = (id, label) => h("span.mention", {}, `#${label || channelName(id)}`);
export const broadcast = (range) => h("span.mention.mention-me", {}, `@${range}`);

/** A date in the member's zone: `pattern` with Slack's tokens; `fallback` when the time is none. */
export function dateNode(seconds, pattern, url, fallback) {
  const text = fillDate(seconds, pattern) ?? fallback ?? "";
  const node = h(
    "time.date",
    { title: Number.isFinite(Number(seconds)) ? fullLabel(Number(seconds) * 1000) : null },
    text,
  );
  return url ? link(url, node) : node;
}

function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescapeEntities(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, url] = target.split("^");
    return dateNode(seconds, unescapeEntities(pattern ?? ""), url && unescapeEntities(url), label);
  }
  if (target.startsWith("!subteam^")) return broadcast(label.replace(/^@/, "") || "group");
  if (target.startsWith("!")) return broadcast(label.replace(/^@/, "") || target.slice(1));
  const url = unescapeEntities(target);
  return link(url, label ? inline(label, { literal: true }) : url.replace(/^mailto:/, ""));
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const BEFORE = /[\s([{"'“‘*_~\-–—:;,./>|]/u;
const AFTER = /[^\p{L}\p{N}]/u; // a style ends where no letter follows: snake_case stays as it is

/** Where the run opened at `start` closes, or -1: the sign must follow a letter and be followed by a gap. */
function closing(text, start, sign) {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "<") {
      const end = text.indexOf(">", at);
      if (end > 0) at = end;
    } else if (text[at] === sign && at > start + 1 && !/\s/.test(text[at - 1])) {
      if (at + 1 >= text.length || AFTER.test(text[at + 1])) return at;
    }
  }
  return -1;
}

const BARE_URL = /^https?:\/\/[^\s<>|`]*[^\s<>|`.,:;!?)"'*_~\]]/;
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;

/** One stretch of text without line structure. `literal` leaves bare addresses and mentions alone. */
export function inline(text, { literal = false } = {}) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(unescapeEntities(plain)));
    plain = "";
  };
  const put = (node) => {
    flush();
    nodes.push(node);
  };
  for (let at = 0; at < text.length;) {
    const [node, length] = token(text, at, literal);
    if (node) put(node);
    else plain += text.slice(at, at + length);
    at += length;
  }
  flush();
  return nodes;
}

/** The token at `at`: its node (null for plain text) and its length. */
function token(text, at, literal) {
  const sign = text[at];
  if (sign === "<" && !literal) {
    const end = text.indexOf(">", at);
    if (end > at + 1) return [angled(text.slice(at + 1, end)), end - at + 1];
  }
  if (sign === "`") {
    const end = text.indexOf("`", at + 1);
    if (end > at + 1) return [h("code.code", {}, codeText(text.slice(at + 1, end))), end - at + 1];
  }
  if (STYLES[sign] && (at === 0 || BEFORE.test(text[at - 1])) && !/\s/.test(text[at + 1] ?? " ")) {
    const end = closing(text, at, sign);
    if (end > 0) return [h(STYLES[sign], {}, inline(text.slice(at + 1, end), { literal })), end - at + 1];
  }
  const rest = text.slice(at, at + 400);
  const emoji = sign === ":" && EMOJI.exec(rest);
  if (emoji) return [emojiNode(emoji[1]), emoji[0].length];
  const url =
    sign === "h" && !literal && (at === 0 || /[\s(]/.test(text[at - 1])) && BARE_URL.exec(text.slice(at, at + 3000));
  if (url) return [link(unescapeEntities(url[0]), unescapeEntities(url[0])), url[0].length];
  return [null, 1];
}

/** Code shows addresses and mentions without their brackets. */
const codeText = (text) =>
  unescapeEntities(text.replace(/<(?:[@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, target, label) => label || target));

const BULLET = /^(\s*)([•◦▪‣*-]|\d{1,3}[.)])\s+(.*)$/u;

function line(text) {
  const item = BULLET.exec(text);
  if (!item) return h("div.line", {}, text ? inline(text) : h("br"));
  const node = h(
    "div.line.item",
    {},
    h("span.marker", {}, item[2] === "-" || item[2] === "*" ? "•" : item[2]),
    h("span", {}, inline(item[3])),
  );
  node.style.setProperty("--depth", String(Math.floor(item[1].length / 2)));
  return node;
}

/** Lines of one part between code fences: quotes are gathered, everything else is a line each. */
function lines(text) {
  const nodes = [];
  let quote = null;
  const all = text.split("\n");
  for (let at = 0; at < all.length; at++) {
    const row = all[at];
    if (/^\s*(&gt;|>){3}/.test(row)) {
      const rest = [row.replace(/^\s*(&gt;|>){3}\s?/, ""), ...all.slice(at + 1)];
      nodes.push(h("blockquote.quote", {}, rest.map(line)));
      break;
    }
    const quoted = /^\s*(?:&gt;|>)\s?(.*)$/.exec(row);
    if (!quoted) {
      quote = null;
      nodes.push(line(row));
      continue;
    }
    if (!quote) nodes.push((quote = h("blockquote.quote")));
    quote.append(line(quoted[1]));
  }
  return nodes;
}

/** A whole mrkdwn text as nodes. */
export function mrkdwn(text) {
  const parts = String(text ?? "").split("```");
  if (parts.length % 2 === 0) {
    const tail = parts.pop(); // a fence that is never closed is text
    parts.push(`${parts.pop()}\`\`\`${tail}`);
  }
  return parts.flatMap((part, at) => {
    if (at % 2) return [h("pre.pre", {}, codeText(part.replace(/^\n|\n$/g, "")))];
    const trimmed = part.replace(at ? /^\n/ : /^(?!)/, "").replace(at < parts.length - 1 ? /\n$/ : /(?!)$/, "");
    return trimmed || parts.length === 1 ? lines(trimmed) : [];
  });
}

/** plain_text: only emoji names are read. */
export function plainText(text, emoji = true) {
  const nodes = [];
  let rest = String(text ?? "");
  while (emoji && rest) {
    const found = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/.exec(rest);
    if (!found) break;
    nodes.push(unescapeEntities(rest.slice(0, found.index)), emojiNode(found[1]));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...nodes, unescapeEntities(rest)];
}

/** A text object of Block Kit. */
export function textNodes(object) {
  if (!object) return [];
  if (typeof object === "string") return plainText(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return plainText(object.text, object.emoji !== false);
}

/** The bare words of a text object, for names and labels. */
export const words = (object) => h("div", {}, textNodes(object)).textContent.trim();
