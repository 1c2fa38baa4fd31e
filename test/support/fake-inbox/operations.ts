import type { FakeInbox } from "./fake-inbox.ts";
import { type FakeOperations, Refusal } from "./shapes.ts";

const PAGE = 50;
const HOUR_MS = 3_600_000;

/** The inbox API over the conversations of a `FakeInbox`. */
export function fakeOperations(inbox: FakeInbox): FakeOperations {
  const { now } = inbox;
  const admin = (user: string) => {
    if (!inbox.staff.some((member) => member.user === user && member.admin)) throw new Refusal("not-admin");
  };
  const page = <Item>(items: readonly Item[], cursor: string | undefined, size = PAGE) => {
    const from = Number(cursor ?? 0);
    return {
      items: items.slice(from, from + size),
      ...(items.length > from + size && { cursor: String(from + size) }),
    };
  };
  const queued = (conversation: string, id = "x") => ({
    conversation,
    outbound: id,
    result: "queued" as const,
  });

  return {
    list: ({ user, params: { view = "recent", number, cursor } }) => {
      const { items, cursor: next } = page(inbox.listed(view, user, number), cursor);
      return { conversations: items, ...(next !== undefined && { cursor: next }) };
    },
    search: ({ params: { q, number } }) => ({
      conversations: inbox
        .listed("recent", "", number)
        .filter(({ name = "", phone = "" }) => `${name} ${phone}`.toLowerCase().includes(q.toLowerCase())),
      more: false,
    }),
    chat: ({ user, params: { conversation, before, limit } }) => {
      const chat = inbox.find(conversation);
      const older = chat.messages.filter(({ id }) => before === undefined || id < before);
      const messages = older.slice(-Number(limit ?? 50));
      const draft = inbox.drafts.get(`${conversation} ${user}`);
      return { ...chat, messages, more: older.length > messages.length, ...(draft && { draft }) };
    },
    media: ({ params: { conversation, message, index, from = "0" } }) => {
      inbox.find(conversation);
      const file = inbox.files.get(`${message} ${index}`);
      if (!file) throw new Refusal("file-gone");
      file.onPart();
      return { file, from: Number(from) };
    },
    upload: ({ params: { conversation }, body: { name, bytes } }) => {
      inbox.find(conversation);
      if (bytes > 16 * 1024 * 1024) throw new Refusal("bad-file");
      const file = inbox.newUpload(name);
      return { file, url: `/bucket/${file}`, headers: { "content-type": "application/octet-stream" } };
    },
    file: ({ params: { file } }) => {
      const found = inbox.uploads.get(file);
      if (!found?.bytes) throw new Refusal("unknown-file");
      return { url: `/bucket/${file}`, type: found.type };
    },
    assign: ({ user, params: { conversation }, body: { to, force } }) => {
      const { assignee } = inbox.find(conversation);
      if (to === null) {
        inbox.put(conversation, { assignee: undefined });
        return {};
      }
      if (assignee !== undefined && assignee !== user && !force)
        throw new Refusal("assigned", { to: assignee });
      inbox.put(conversation, { assignee: user, state: "person", resumesAt: now() + 12 * HOUR_MS });
      return { assignee: user };
    },
    reply: ({ user, params: { conversation }, body: { text, id, seen = "", quote, file } }) => {
      const chat = inbox.find(conversation);
      if (chat.state === "opted-out") throw new Refusal("opted-out");
      if ((chat.windowClosesAt ?? 0) < now()) throw new Refusal("window-closed");
      const newer = chat.messages.findLast(({ from, by }) => from === "staff" && by !== user);
      if (newer && newer.id > seen) throw new Refusal("newer-reply", { by: newer.by });
      if (id !== undefined && inbox.sentIds.has(id))
        return { ...queued(conversation, id), result: "repeated" };
      if (id !== undefined) inbox.sentIds.add(id);
      const quoted = chat.messages.find((message) => message.id === quote)?.text;
      const sent = file === undefined ? undefined : inbox.uploads.get(file);
      if (file !== undefined && !sent?.bytes) throw new Refusal("unknown-file");
      if (sent?.bytes?.includes("<script")) throw new Refusal("bad-file");
      inbox.say(conversation, {
        from: "staff",
        by: user,
        text,
        status: "sent",
        ...(quoted && { quoted }),
        ...(file !== undefined && {
          kind: "image",
          media: [{ index: 0, kind: "image", canOpen: true, file, ...(sent && { filename: sent.name }) }],
        }),
      });
      inbox.put(conversation, { state: "person", assignee: chat.assignee ?? user, waitingSince: undefined });
      return queued(conversation, id);
    },
    pause: ({ params: { conversation } }) => {
      inbox.put(conversation, { state: "person" });
      return { result: "paused" };
    },
    resume: ({ user, params: { conversation }, body: { note } }) => {
      inbox.put(conversation, {
        state: "bot",
        assignee: undefined,
        waitingSince: undefined,
        resumesAt: undefined,
        handoff: undefined,
      });
      inbox.act(conversation, user, "resume", note);
      return { result: "resumed" };
    },
    note: ({ user, params: { conversation }, body: { text, id = "note" } }) => {
      const { notes } = inbox.find(conversation);
      inbox.put(conversation, { notes: [...notes, { id, at: now(), by: user, text }] });
      return { id };
    },
    template: ({ user, params: { conversation }, body: { template, id } }) => {
      const found = inbox.templates.find(({ name }) => name === template.name);
      if (!found) throw new Refusal("bad-template");
      const text = found.body.text.replace(
        /\{\{(\w+)\}\}/g,
        (_, name: string) => template.values?.[name] ?? "",
      );
      inbox.say(conversation, { from: "staff", by: user, kind: "template", text, status: "sent" });
      return queued(conversation, id);
    },
    "decide-draft": ({ user, params: { conversation, draft: id }, body: { decision, text } }) => {
      const { drafts = [] } = inbox.find(conversation);
      const draft = drafts.find((each) => each.id === id);
      if (!draft) throw new Refusal("unknown-draft");
      if (draft.decided) throw new Refusal("draft-decided", { by: draft.decided.by });
      const left = drafts.filter((each) => each.id !== id);
      inbox.put(conversation, {
        drafts: left.length > 0 ? left : undefined,
        waitingDrafts: left.length || undefined,
        state: left.length > 0 ? "waiting" : "bot",
      });
      if (decision === "send")
        inbox.say(conversation, {
          from: text === undefined ? "bot" : "staff",
          by: user,
          text: text ?? draft.text,
          status: "sent",
        });
      return queued(conversation, `draft-${id}`);
    },
    draft: ({ user, params: { conversation }, body: { text } }) => {
      inbox.drafts.set(`${conversation} ${user}`, text);
      return {};
    },
    read: ({ params: { conversation } }) => {
      inbox.put(conversation, { unread: false }, { quietly: true });
      return {};
    },
    changes: ({ params: { since, conversation } }) => ({
      cursor: String(inbox.revision),
      now: now(),
      changed: since === undefined ? [] : inbox.changedSince(Number(since), conversation),
      ...(conversation === undefined && { waiting: inbox.listed("waiting", "").length }),
    }),
    me: ({ user }) => ({
      user,
      admin: inbox.staff.some((member) => member.user === user && member.admin),
      numbers: inbox.numbers,
      savedReplies: inbox.savedReplies,
    }),
    templates: () => ({ templates: inbox.templates, dailyLimit: null, usedLast24Hours: 0 }),
    switches: ({ user }) => {
      admin(user);
      return { switches: inbox.switches };
    },
    switch: ({ user, body: { number, off } }) => {
      admin(user);
      inbox.switches = inbox.switches.map((each) =>
        each.number === number ? { ...each, off, by: user, at: now() } : each,
      );
      return { switches: inbox.switches };
    },
    export: ({ user, body: { contact } }) => {
      admin(user);
      return { exportedAt: now(), conversations: [inbox.find(String(contact))] };
    },
    forget: ({ user, body: { contact } }) => {
      admin(user);
      inbox.remove(String(contact));
      return { conversations: [{ conversation: String(contact), erased: 7 }] };
    },
    staff: ({ user }) => {
      admin(user);
      return { staff: inbox.staff };
    },
    "add-staff": ({ user, body: { email, name = email.split("@")[0] ?? "", admin: isAdmin = false } }) => {
      admin(user);
      const added = {
        user: name.replaceAll(" ", "_"),
        name,
        email,
        admin: isAdmin,
        state: "invited" as const,
      };
      inbox.staff = [...inbox.staff, added];
      return added;
    },
    "remove-staff": ({ user, body: { user: removed } }) => {
      admin(user);
      inbox.staff = inbox.staff.filter((member) => member.user !== removed);
      return { user: removed };
    },
  };
}
