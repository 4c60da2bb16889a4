// Standard Markdown of `markdown` blocks → DOM nodes: headings, lists, tasks, quotes, fences, rules, tables, inline styles.
// mrkdwn.js reads Slack's own dialect.
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { link, mention, unescapeEntities } from "./mrkdwn.js";

const INLINE = [
  [/^\\([\\`*_{}[\]()#+\-.!~>|])/, (found) => document.createTextNode(found[1])],
  [/^(`+)([^`](?:.*?[^`])?)\1(?!`)/s, (found) => h("code.code", {}, unescapeEntities(found[2].trim()))],
  [/^!\[([^\]]*)\]\((\S+?)\)/, (found) => link(found[2], found[1] || found[2])],
  [/^\[([^\]]+)\]\((\S+?)(?:\s+"[^"]*")?\)/, (found) => link(found[2], spans(found[1]))],
  [/^<@(\w+)(?:\|([^>]*))?>/, (found) => mention(found[1], found[2])],
  [/^<((?:https?:|mailto:)[^>\s|]+)(?:\|([^>]*))?>/, (found) => link(found[1], found[2] || found[1])],
  [/^\*\*\*(?=\S)(.+?)\*\*\*/s, (found) => h("strong", {}, h("em", {}, spans(found[1])))],
  [/^(\*\*|__)(?=\S)(.+?)\1/s, (found) => h("strong", {}, spans(found[2]))],
  [/^\*(?=[^\s*])(.+?)\*(?!\*)/s, (found) => h("em", {}, spans(found[1]))],
  [/^_(?=[^\s_])(.+?)_(?!\w)/s, (found) => h("em", {}, spans(found[1]))],
  [/^~~(?=\S)(.+?)~~/s, (found) => h("s", {}, spans(found[1]))],
  [/^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/, (found) => emojiNode(found[1])],
  [/^https?:\/\/[^\s<>]*[^\s<>.,:;!?)"'*_~]/, (found) => link(found[0], found[0])],
];

/** Inline Markdown as nodes. */
function spans(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const inWord = /\w/.test(text[at - 1] ?? "") && /[_h]/.test(text[at]);
    const rest = text.slice(at);
    const hit = inWord ? null : INLINE.map(([pattern, make]) => [pattern.exec(rest), make]).find(([found]) => found);
    if (!hit) {
      plain += text[at++];
      continue;
    }
    if (plain) nodes.push(unescapeEntities(plain));
    plain = "";
    nodes.push(hit[1](hit[0]));
    at += hit[0][0].length;
  }
  return plain ? [...nodes, unescapeEntities(plain)] : nodes;
}

const broken = (rows) => rows.flatMap((row, at) => (at ? [h("br"), ...spans(row.trim())] : spans(row.trim())));

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^\s*(```+|~~~+)/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const startsBlock = (row) => [ITEM, FENCE, RULE, HEADING, /^\s*>/].some((pattern) => pattern.test(row));

/** A Markdown text as block nodes. */
export function markdown(text) {
  const rows = String(text ?? "").split("\n");
  const nodes = [];
  while (rows.length) {
    const row = rows[0];
    if (!row.trim()) rows.shift();
    else if (FENCE.test(row)) nodes.push(fence(rows));
    else if (RULE.test(row)) nodes.push((rows.shift(), h("hr.divider")));
    else if (HEADING.test(row)) nodes.push(heading(rows.shift()));
    else if (/^\s*>/.test(row)) nodes.push(quote(rows));
    else if (ITEM.test(row)) nodes.push(list(rows, 0));
    else if (row.includes("|") && TABLE_RULE.test(rows[1] ?? "")) nodes.push(table(rows));
    else nodes.push(paragraph(rows));
  }
  return nodes;
}

function fence(rows) {
  const mark = FENCE.exec(rows.shift())[1];
  const inside = [];
  while (rows.length && !rows[0].trim().startsWith(mark)) inside.push(rows.shift());
  rows.shift();
  return h("pre.pre", {}, unescapeEntities(inside.join("\n")));
}

function heading(row) {
  const [, signs, text] = HEADING.exec(row);
  return h(`h${Math.min(6, signs.length + 2)}.md-heading`, { class: `md-${signs.length}` }, spans(text));
}

function quote(rows) {
  const inside = [];
  while (rows.length && /^\s*>/.test(rows[0])) inside.push(rows.shift().replace(/^\s*>\s?/, ""));
  return h("blockquote.quote", {}, markdown(inside.join("\n")));
}

function paragraph(rows) {
  const inside = [rows.shift()];
  while (rows.length && rows[0].trim() && !startsBlock(rows[0])) inside.push(rows.shift());
  return h("p.md-paragraph", {}, broken(inside));
}

/** A list and the lists inside it; `depth` is the indent in spaces at which it stands. */
function list(rows, depth) {
  const ordered = /\d/.test(ITEM.exec(rows[0])[2]);
  const node = h(ordered ? "ol.md-list" : "ul.md-list", {
    start: ordered ? Number.parseInt(ITEM.exec(rows[0])[2], 10) : null,
  });
  while (rows.length) {
    const found = ITEM.exec(rows[0]);
    if (!found || found[1].length < depth) break;
    if (found[1].length > depth + 1 && node.lastChild) {
      node.lastChild.append(list(rows, found[1].length));
      continue;
    }
    rows.shift();
    const inside = [found[3]];
    while (rows.length && rows[0].trim() && !startsBlock(rows[0])) inside.push(rows.shift());
    node.append(h("li", {}, task(inside)));
  }
  return node;
}

function task(rows) {
  const found = /^\[([ xX])\]\s+(.*)$/s.exec(rows[0]);
  if (!found) return broken(rows);
  return [
    h("input.md-task", { type: "checkbox", checked: found[1] !== " ", disabled: true }),
    broken([found[2], ...rows.slice(1)]),
  ];
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function table(rows) {
  const head = cells(rows.shift());
  const sides = cells(rows.shift()).map((rule) =>
    rule.endsWith(":") ? (rule.startsWith(":") ? "center" : "right") : "left",
  );
  const body = [];
  while (rows.length && rows[0].includes("|")) body.push(cells(rows.shift()));
  const cell = (tag) => (text, at) => h(tag, { class: `side-${sides[at] ?? "left"}` }, spans(text));
  return h(
    "div.table-frame",
    {},
    h(
      "table.table",
      {},
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        body.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}
