export type StaffReply = { by: string; at: number; id: string };

/** `earlier`: the same author's reply before it, which counts if it is lost. */
type WithEarlier = StaffReply & { earlier?: StaffReply };

/** `other`: the latest reply of another author. */
export type LastStaffReply = WithEarlier & { other?: WithEarlier };

/** At most two of each of the two latest authors, newest first. */
export function latestReplies(last: LastStaffReply | undefined): readonly StaffReply[] {
  if (!last) return [];
  const { other, ...latest } = last;
  const ofAuthor = ({ earlier, ...reply }: WithEarlier) => (earlier ? [reply, earlier] : [reply]);
  return newestFirst([...ofAuthor(latest), ...(other ? ofAuthor(other) : [])]);
}

/** A repeat counts at its latest time. */
export function lastOf(replies: readonly StaffReply[]): LastStaffReply | undefined {
  const [last, ...rest] = newestFirst(replies);
  if (!last) return undefined;
  const other = rest.find(({ by }) => by !== last.by);
  const withEarlier = (reply: StaffReply): WithEarlier => {
    const earlier = rest.find(({ by, id }) => by === reply.by && id !== reply.id);
    return { ...reply, ...(earlier && { earlier }) };
  };
  return { ...withEarlier(last), ...(other && { other: withEarlier(other) }) };
}

const newestFirst = (replies: readonly StaffReply[]) => replies.toSorted((a, b) => b.at - a.at);

export const mergeStaffReplies = (own: LastStaffReply | undefined, other: LastStaffReply | undefined) =>
  lastOf([...latestReplies(own), ...latestReplies(other)]);
