import * as z from "zod/mini";
import { crossProblems } from "./cross-checks.ts";
import { settingsShape } from "./settings.ts";

/** Checks that compare settings run once each setting has the right type. */
export const settingsSchema = settingsShape.check(
  z.superRefine((settings, { addIssue }) => {
    for (const problem of crossProblems(settings)) addIssue({ code: "custom", ...problem });
  }),
);
