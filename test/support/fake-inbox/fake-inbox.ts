import {
  type Chat,
  type FakeFile,
  type Member,
  type Message,
  Refusal,
  type Row,
  type Template,
} from "./shapes.ts";

const HOUR_MS = 3_600_000;

type Change = { [Key in keyof Chat]?: Chat[Key] | undefined };

/** Conversations in memory, as the inbox API shows them. */
export class FakeInbox {
  now: () => number = Date.now;
  numbers = [{ name: "support", provider: "meta" }];
  savedReplies = [
    { name: "hours", text: "We are open from 9 to 18." },
    { name: "return", text: "You can return it within 30 days." },
  ];
  staff: Member[] = [
    { user: "ann", name: "Ann Lee", email: "ann@example.com", admin: false, state: "active" },
    { user: "ben", name: "Ben Okoro", email: "ben@example.com", admin: true, state: "active" },
  ];
  templates: Template[] = [];
  switches: { number: string; off: boolean; by?: string; at?: number }[] = [
    { number: "*", off: false },
    { number: "support", off: false },
  ];
  revision = 0;
  /** By message id and index. */
  readonly files = new Map<string, FakeFile>();
  /** By the id that `upload` gives; without bytes they are not uploaded yet. */
  readonly uploads = new Map<string, { name: string; type: string; bytes?: Buffer }>();
  readonly drafts = new Map<string, string>();
  readonly sentIds = new Set<string>();
  readonly #chats = new Map<string, Chat>();
  readonly #changed = new Map<string, number>();
  #messages = 0;

  find(conversation: string): Chat {
    const chat = this.#chats.get(conversation);
    if (!chat) throw new Refusal("unknown-conversation");
    return chat;
  }

  /** A new conversation, which the bot has unless `chat` says otherwise. */
  add(conversation: string, chat: Partial<Chat> = {}): void {
    this.#chats.set(conversation, {
      conversation,
      number: "support",
      lastAt: this.now(),
      state: "bot",
      unread: false,
      windowClosesAt: this.now() + 20 * HOUR_MS,
      messages: [],
      more: false,
      notes: [],
      acts: [],
      ...chat,
    });
    this.#touch(conversation);
  }

  newUpload(name: string): string {
    const id = `file-${this.uploads.size}`;
    this.uploads.set(id, { name, type: "image/png" });
    return id;
  }

  remove(conversation: string): void {
    this.#chats.delete(conversation);
    this.#touch(conversation);
  }

  /** `undefined` takes something away. `quietly`: no change to tell of. */
  put(conversation: string, change: Change, { quietly = false } = {}): void {
    const entries = Object.entries({ ...this.find(conversation), ...change });
    const next = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Chat;
    this.#chats.set(conversation, next);
    if (!quietly) this.#touch(conversation);
  }

  say(conversation: string, message: Partial<Message>): Message {
    const at = message.at ?? this.now();
    this.#messages += 1;
    const id = `${String(at).padStart(13, "0")}.${String(this.#messages).padStart(6, "0")}`;
    const said: Message = { id, at, from: "customer", kind: "text", text: "", ...message };
    const { messages, unread } = this.find(conversation);
    this.put(conversation, {
      messages: [...messages, said].sort((one, other) => (one.id < other.id ? -1 : 1)),
      lastAt: at,
      lastText: said.text,
      unread: unread || said.from === "customer",
    });
    return said;
  }

  act(conversation: string, by: string, what: string, detail?: string): void {
    const { acts } = this.find(conversation);
    this.put(conversation, { acts: [...acts, { at: this.now(), by, what, ...(detail && { detail }) }] });
  }

  listed(view: "waiting" | "mine" | "recent", user: string, number?: string): Row[] {
    return [...this.#chats.values()]
      .filter((chat) => number === undefined || chat.number === number)
      .filter(({ state, assignee }) => view !== "waiting" || (state === "waiting" && assignee === undefined))
      .filter(({ assignee }) => view !== "mine" || assignee === user)
      .sort((one, other) =>
        view === "waiting" ? (one.waitingSince ?? 0) - (other.waitingSince ?? 0) : other.lastAt - one.lastAt,
      )
      .map(({ messages: _, notes: __, acts: ___, more: ____, ...row }) => row);
  }

  changedSince(revision: number, conversation?: string): string[] {
    return [...this.#changed]
      .filter(([id, at]) => at > revision && (conversation === undefined || id === conversation))
      .map(([id]) => id);
  }

  #touch(conversation: string): void {
    this.revision += 1;
    this.#changed.set(conversation, this.revision);
  }
}
