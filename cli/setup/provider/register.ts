import { confirm } from "../../confirm.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { SetupWorld } from "./provider-setup.ts";

const host = (url: string) => URL.parse(url)?.host ?? "another address";

/** Takes no webhook from another system without a yes. */
export async function agreeToReplace(
  { io, replace }: SetupWorld,
  whose: string,
  before: string,
): Promise<void> {
  if (replace) return;
  if (!io.ask)
    throw new CliProblem(
      EXIT.refused,
      `${whose} messages go to ${host(before)} now, which would get none any more.`,
      ["Add --replace to change that."],
    );
  await confirm(
    io,
    `${whose} messages go to ${host(before)} now, which will get none any more. Change that?`,
  );
}

export const failed = (what: string, code: string, fix: string) =>
  new CliProblem(EXIT.failed, `${what} (${code}).`, [fix, "Then run setup again: it goes on from here."]);
