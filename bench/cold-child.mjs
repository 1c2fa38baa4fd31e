// A fresh process, as a cold Lambda is: prints the milliseconds from before the import to after the first answer, the processor time of that, and the same of warm calls.
import { readFileSync } from "node:fs";

const [bundle, eventFile, warmCalls] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, "utf8"));
const context = { awsRequestId: "bench", functionName: "bench", getRemainingTimeInMillis: () => 120_000 };
const log = process.stdout.write.bind(process.stdout);
// What the function logs is not what is measured here.
process.stdout.write = () => true;
console.log = console.info = console.warn = () => undefined;

const usedBefore = process.cpuUsage();
const start = performance.now();
const { handler } = await import(bundle);
const answer = await handler(event, context);
const cold = performance.now() - start;
const used = process.cpuUsage(usedBefore);
const processor = (used.user + used.system) / 1000;
// What knows nobody answers 404; what did not get so far is refused.
if (![200, 404].includes(answer.statusCode) && answer.batchItemFailures?.length !== 0)
  throw new Error(`answered ${JSON.stringify(answer)}`);

const warm = [];
const warmBefore = process.cpuUsage();
for (let call = 0; call < Number(warmCalls); call++) {
  const before = performance.now();
  await handler(event, context);
  warm.push(performance.now() - before);
}
const warmUsed = process.cpuUsage(warmBefore);
const warmProcessor = (warmUsed.user + warmUsed.system) / 1000 / Number(warmCalls);
log(`${JSON.stringify({ cold, processor, warm, warmProcessor })}\n`, () => process.exit(0));
