// One instance of a function: loads the built bundle once, then handles one event after the other, as Lambda
// does. Its environment is the thread's.
import { parentPort, workerData } from "node:worker_threads";
import { moveDates } from "./movable-date.mjs";

const described = (error) =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };

// Before the bundle is loaded, which keeps `Date.now`. The end of its time counts by the real clock.
const realNow = workerData.clock ? moveDates(workerData.clock) : Date.now;

let handler;
try {
  handler = (await import(workerData.entry))[workerData.handler];
  if (typeof handler !== "function") throw new Error(`${workerData.handler} is not a function`);
  parentPort.postMessage({ kind: "ready" });
} catch (error) {
  console.error(error);
  parentPort.postMessage({ kind: "broken", error: described(error) });
  parentPort.close();
}

if (handler) {
  parentPort.on("message", async ({ event, context: { deadline, ...facts } }) => {
    const context = {
      ...facts,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
    };
    try {
      // As over the wire: what JSON cannot carry does not arrive.
      const result = JSON.stringify(await handler(event, context));
      parentPort.postMessage({ kind: "result", result });
    } catch (error) {
      console.error(error);
      parentPort.postMessage({ kind: "failed", error: described(error) });
    }
  });
}
