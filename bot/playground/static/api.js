// The wire to the playground's server: one function a route, and the live stream that says when to look again.

/** What the server refused, with its own sentence. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function answerOf(request) {
  const answer = await request.catch(() => {
    throw new ServerError("The playground does not answer. Is it still running?", 0);
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ServerError(body.error ?? `The playground answered ${answer.status}.`, answer.status);
  return body;
}

const query = (who) => new URLSearchParams(Object.entries(who).filter(([, value]) => value));

export const fetchState = (who) => answerOf(fetch(`ui/state?${query(who)}`));

export const post = (path, body) =>
  answerOf(
    fetch(`ui/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

/** `files` are File objects; the other fields go beside them. */
export function upload(fields, files) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) if (value) form.append(key, value);
  for (const file of files) form.append("file", file, file.name);
  return answerOf(fetch("ui/upload", { method: "POST", body: form }));
}

/** Where an uploaded file's bytes are. */
export const fileUrl = (id, team) => `ui/file/${encodeURIComponent(id)}?team=${encodeURIComponent(team ?? "")}`;

/** Calls `changed()` on every change; `reached(bool)` tells whether the line is up. Returns how to hang up. */
export function listen(who, changed, reached) {
  const stream = new EventSource(`ui/live?${query(who)}`);
  stream.onopen = () => {
    reached(true);
    changed();
  };
  stream.onmessage = () => changed();
  stream.onerror = () => reached(false);
  return () => stream.close();
}
