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
  return { ...fresh, messages: [...older, ...fresh.messages], more: before.more };
}
