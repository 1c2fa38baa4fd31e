import { trialFinding } from "../../../lib/agents/chatsby/trial-finding.ts";
import { worst } from "../../../lib/domain/health/finding.ts";
import { askAgents } from "../../checks/agent.ts";
import { showFindings } from "../../doctor/show-findings.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { Setup } from "../setup.ts";
import type { Answers } from "./collect-answers.ts";
import { isFoundDialect, withDialect } from "./dialect-in-file.ts";

const COUNTS = "it counts as a message on your Chatsby plan";

/**
 * Puts one question to the agent, if that was agreed, and returns the answers with the dialect in which it
 * answered. Throws CliProblem if it answers in none.
 */
export async function askAgent(setup: Setup, answers: Answers): Promise<Answers> {
  const { io, print, local, settingsPath } = setup;
  const { number, settings, file, secrets } = answers;
  if (!secrets.chatsby || !(await isAgreed(setup, answers))) return answers;
  const { chatsby } = settings;
  const { trials, answering } = await askAgents(io, chatsby, [number], secrets.chatsby);
  const keepsOwn = local && settingsPath === undefined;
  const isFound = isFoundDialect(answering, chatsby.dialect);
  const fix = keepsOwn
    ? `Start the local stack with WA_SETTINGS, and "chatsby": {"dialect": ${JSON.stringify(answering)}} in that file.`
    : `Set chatsby.dialect to ${JSON.stringify(answering)}, or correct your mapping. Then run setup again.`;
  const findings = trials.map((each) =>
    trialFinding(each.trials, {
      number: each.number,
      configured: chatsby.dialect,
      ...((keepsOwn || !isFound) && { fix }),
    }),
  );
  showFindings(findings, print, io.width);
  if (worst(findings) === "problem")
    throw new CliProblem(
      EXIT.refused,
      "Nothing was saved and nothing was changed. Fix what is marked ✗, then run setup again; with --no-ask it goes on without.",
    );
  if (typeof answering !== "string" || typeof file.chatsby?.dialect === "object") return answers;
  if (isFound) print.line(`  The settings get the dialect that answers: ${answering}.`);
  return {
    ...answers,
    file: withDialect(file, answering),
    settings: { ...settings, chatsby: { ...chatsby, dialect: answering } },
  };
}

async function isAgreed({ io, print, options }: Setup, { file }: Answers): Promise<boolean> {
  if (options.ask !== undefined) return options.ask;
  if (file.chatsby?.dialect !== undefined) {
    print.line(
      "Whether the agent answers was not asked again: the settings name its dialect. --ask asks it.",
    );
    return false;
  }
  if (!io.ask || options.yes === true) {
    print.line(`Whether the agent answers was not asked. --ask asks it one question: ${COUNTS}.`);
    return false;
  }
  const answer = await io.ask(
    `Ask the agent one question now, to see in which dialect of Chatsby's API it answers? Note: ${COUNTS}. [Y/n] `,
  );
  return /^\s*(?:y(?:es)?)?\s*$/i.test(answer);
}
