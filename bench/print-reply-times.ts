import { cpus } from "node:os";
import { percentile, STAGES } from "./reply-stages.ts";
import { KINDS, type Kind, measureReplyTimes, type Reply } from "./reply-time.ts";
import { table } from "./table.ts";

const HALF = 0.5;
const MOST = 0.95;

const both = (values: readonly number[]) => [
  percentile(values, HALF).toFixed(0),
  percentile(values, MOST).toFixed(0),
];

const stagesIn = (replies: readonly Reply[]) => replies.flatMap(({ stages }) => (stages ? [stages] : []));

/** Measures, and prints the tables of docs/performance.md. */
export async function printReplyTimes(rounds: number): Promise<void> {
  const { warm, cold } = await measureReplyTimes(rounds, (what) => console.error(`${what} ...`));
  console.log(
    `Measured on ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}; ${rounds} of each, in ms, without the agent's own time.\n`,
  );
  const kinds = Object.keys(KINDS) as Kind[];
  const rows: [string, readonly Reply[]][] = [
    ...kinds.map((kind): [string, readonly Reply[]] => [`${kind}, warm`, warm[kind]]),
    ["question, cold", cold],
  ];
  const head = [
    "what the customer writes",
    "reply p50",
    "p95",
    "typing… p50",
    "p95",
    "200 p50",
    "p95",
    "agent asked",
  ];
  console.log(
    table(
      head,
      rows.map(([name, replies]) => [
        name,
        ...both(replies.map(({ replyMs }) => replyMs)),
        ...both(replies.map(({ typingMs }) => typingMs)),
        ...both(replies.map(({ acknowledgedMs }) => acknowledgedMs)),
        (replies.reduce((sum, { asked }) => sum + asked, 0) / replies.length).toFixed(1),
      ]),
    ),
  );
  const measured = [warm.question, cold, warm["without a mark at the end"]].map(stagesIn);
  console.log(
    `\n${table(
      ["where it goes", "question, warm p50", "p95", "cold p50", "p95", "without a mark p50", "p95"],
      STAGES.map((stage) => [
        stage,
        ...measured.flatMap((replies) => both(replies.map((each) => each[stage]))),
      ]),
    )}`,
  );
}
