import { signal } from "@preact/signals";
import type { InboxResultOf } from "../../../lib/inbox-api/operations.ts";
import { callPatiently } from "./call.ts";

export type Row = InboxResultOf<"list">["conversations"][number];
export type Chat = InboxResultOf<"chat">;
export type Message = Chat["messages"][number];
/** A file that came with a message. */
export type FileOfMessage = NonNullable<Message["media"]>[number];
export type Me = InboxResultOf<"me">;

/** Who is signed in, and what the settings say. */
export const me = signal<Me | undefined>(undefined);

export async function loadMe(): Promise<void> {
  const answer = await callPatiently("me", {}, { attempts: Number.POSITIVE_INFINITY });
  if (answer.ok) me.value = answer.value;
}

/** `Ann_Lee` is read "Ann Lee". Of who used the operator API, the name at the end of their ARN. */
export const staffName = (user: string): string =>
  (user.startsWith("arn:") ? (user.split("/").at(-1) ?? user) : user).replaceAll("_", " ");

export const isMe = (user: string | undefined): boolean => user !== undefined && user === me.value?.user;

/** What a customer is called in the lists. */
export const nameOf = ({ name, phone }: Pick<Row, "name" | "phone">): string =>
  name?.trim() || (phone ? `+${phone.replace(/^\+/, "")}` : "Unknown customer");
