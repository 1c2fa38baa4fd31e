/**
 * Who waits, each with the time since when, because a customer who waits again is new. `isWhole`: all of them,
 * not just the first page. `count`: of all.
 */
export type Waiting = { customers: ReadonlySet<string>; isWhole: boolean; count: number };

/** Whether somebody waits who did not before. Behind the first page only their number shows it. */
export const hasNewcomer = (before: Waiting, now: Waiting): boolean =>
  before.isWhole && now.isWhole
    ? [...now.customers].some((each) => !before.customers.has(each))
    : now.count > before.count;
