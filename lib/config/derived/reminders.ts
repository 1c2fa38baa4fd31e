import { MINUTE_MS } from "../../domain/time.ts";
import type { Settings } from "../settings/settings.ts";

/** 0: the team is not reminded. */
export const remindAfterMs = ({ email, remindAfterMinutes }: Settings["handoff"]): number =>
  email === undefined ? 0 : remindAfterMinutes * MINUTE_MS;

/** Whether commands are queued for a later time. */
export const needsSchedules = ({ followUps, handoff }: Settings): boolean =>
  followUps.length > 0 || remindAfterMs(handoff) > 0;
