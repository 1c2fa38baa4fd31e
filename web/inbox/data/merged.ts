import type { Chat, Message } from "./people.ts";

/** Ids begin with the time, so that they compare as they follow each other. */
const isOlder = (one: Message, other: Message) => one.id < other.id;

/** The newest page over what was loaded before: older pages stay where the two meet. */
export function merged(before: Chat | undefined, fresh: Chat): Chat {
  const [oldest] = fresh.messages;
  if (!before || !oldest || before.conversation !== fresh.conversation) return fresh;
  const older = before.messages.filter((each) => isOlder(each, oldest));
  const meets = before.messages.length > older.length;
  if (older.length === 0 || !meets) return fresh;
  return {
    ...fresh,
    messages: [...older, ...fresh.messages],
    acts: [...before.acts.filter(({ at }) => at < oldest.at), ...fresh.acts],
    more: before.more,
  };
}

/** With an older page above. Notes and the rest are as they were read last. */
export const withOlder = (before: Chat, page: Chat): Chat => ({
  ...before,
  messages: [...page.messages, ...before.messages],
  acts: [...page.acts, ...before.acts],
  more: page.more,
});
