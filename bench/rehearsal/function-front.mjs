// Stands in the bundle's place, and passes each event on to function-process.mjs. Copied beside the bundle.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const { NODE_OPTIONS, AWS_LAMBDA_FUNCTION_MEMORY_SIZE } = process.env;
const child = fork(fileURLToPath(new URL("function-process.mjs", import.meta.url)), [], {
  env: process.env,
  silent: true,
  execArgv: NODE_OPTIONS ? [] : [`--max-old-space-size=${Math.floor(AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 0.9)}`],
});
child.stdout.pipe(process.stdout);
child.stderr.pipe(process.stderr);
const waiting = new Map();
let last = 0;
child.on("message", ({ id, result, error, maxRssBytes }) => {
  console.log(JSON.stringify({ level: "INFO", code: "process.memory", maxRssBytes }));
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(result);
  else reject(new Error(error));
});
child.on("exit", (code) => {
  for (const { reject } of waiting.values()) reject(new Error(`the process ended with ${code}`));
});

export const handler = (event, context) =>
  new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    const deadline = Date.now() + context.getRemainingTimeInMillis();
    child.send({ id: last, event, context: { awsRequestId: context.awsRequestId, deadline } });
  });
