// Between what a person types ("@Priya Shah") and what is sent ("<@U1>").
import { unescapeEntities } from "./mrkdwn.js";
import { channelName, displayName, nameOf, page, people } from "./state.js";

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names of people and channels become Slack's references; the longest names first, so that no name eats another. */
export function encode(text) {
  const named = people()
    .flatMap((one) => [
      [displayName(one), one.id],
      [one.name, one.id],
    ])
    .concat([[page.state.app.name, page.state.app.bot_user]])
    .filter(([name, id]) => name && id)
    .sort(([one], [other]) => other.length - one.length);
  let coded = text;
  for (const [name, id] of named)
    coded = coded.replace(new RegExp(`(?<![\\w<])@${quoted(name)}(?![\\w])`, "gu"), `<@${id}>`);
  for (const { id, name } of page.state.channels)
    coded = coded.replace(new RegExp(`(?<![\\w<&])#${quoted(name)}(?![\\w-])`, "gu"), `<#${id}>`);
  return coded;
}

/** The way back, for editing. */
export const decode = (text) =>
  unescapeEntities(
    String(text ?? "")
      .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${nameOf(id)}`)
      .replace(/<#(\w+)(?:\|[^>]*)?>/g, (_, id) => `#${channelName(id)}`)
      .replace(/<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>/g, (_, url, label) => label || url),
  );
