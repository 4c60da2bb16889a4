// What the page knows: the server's last answer, what is looked at, and who looks. Renderers read it, app.js writes it.

export const page = {
  state: null, // the last /ui/state
  team: "", // whose eyes: workspace and member
  user: "",
  channel: "", // "" is the DM with the app
  tab: "messages", // or "home"
  thread: null, // ts of the open thread's parent
  editing: null, // ts of the message being edited
  refresh: async () => {}, // set by app.js: fetches and shows the newest state
  navigate: () => {}, // set by app.js: navigate({team, user, channel, tab, thread})
};

export const who = () => ({ team: page.team, user: page.user });
export const channelId = () => page.channel || page.state.dm;
export const inDirectMessage = () => !page.channel || page.channel === page.state.dm;

export const isApp = (id) => id === page.state.app.bot_user;

/** The member with that id; the app and unknown people get a stand-in, so that every message has a name. */
export function member(id) {
  const found = page.state.members.find((one) => one.id === id);
  if (isApp(id)) return { ...found, id, name: page.state.app.name, is_bot: true };
  return found ?? { id, name: id ?? "Somebody" };
}

export const nameOf = (id) => displayName(member(id));
export const displayName = (one) => (one.is_bot ? one.name : one.real_name || one.name);
export const me = () => member(page.state.me);
export const myZone = () => me().tz || "UTC";
export const channelName = (id) => page.state.channels.find((one) => one.id === id)?.name ?? id;

/** People who can be chosen or mentioned: no apps, nobody deactivated. */
export const people = () => page.state.members.filter((one) => !one.is_bot && !one.deleted && !isApp(one.id));

/** Something of this tab that outlives a reload (drafts, dismissed answers); a full or forbidden storage is no harm. */
export const remembered = {
  get(key) {
    try {
      return JSON.parse(sessionStorage.getItem(`playground:${key}`));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(`playground:${key}`, JSON.stringify(value));
    } catch {
      // private windows may refuse; the page works without
    }
  },
  clear: () => sessionStorage.clear(),
};
