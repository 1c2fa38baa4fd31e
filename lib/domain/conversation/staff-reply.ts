export type StaffReply = { by: string; at: number; id: string };

/** `other`: the latest reply of another author. */
export type LastStaffReply = StaffReply & { other?: StaffReply };

/** One of each of the two latest authors, newest first. */
export const latestReplies = (last: LastStaffReply | undefined): readonly StaffReply[] => {
  if (!last) return [];
  const { other, ...reply } = last;
  return other ? [reply, other] : [reply];
};

export function lastOf(replies: readonly StaffReply[]): LastStaffReply | undefined {
  const [last, ...rest] = replies.toSorted((a, b) => b.at - a.at);
  const other = rest.find(({ by }) => by !== last?.by);
  return last && { ...last, ...(other && { other }) };
}

export const mergeStaffReplies = (own: LastStaffReply | undefined, other: LastStaffReply | undefined) =>
  lastOf([...latestReplies(own), ...latestReplies(other)]);
