// Runs tables' and queues' emulators in a thread, so that they share no event loop with the front door. Each
// message starts a pair: { dynamodb, sqs: whether to start each; folder: for what must survive, or undefined
// for memory; port }. The port gets their URLs or an error. Its message stops them; it is closed afterwards.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parentPort } from "node:worker_threads";
import dynalite from "dynalite";
import { isLoopbackHost, WRONG_HOST } from "../http/hosts.ts";

const LOOPBACK = "127.0.0.1";

async function startDynamodb(folder) {
  if (folder) mkdirSync(folder, { recursive: true });
  const server = dynalite({ createTableMs: 0, ...(folder && { path: folder }) });
  const [answer] = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (isLoopbackHost(request.headers.host)) answer(request, response);
    else
      response
        .writeHead(403, { "content-type": "application/json", connection: "close" })
        .end(JSON.stringify({ message: WRONG_HOST }));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, LOOPBACK, resolve));
  return {
    url: `http://${LOOPBACK}:${server.address().port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/**
 * fauxqs' own `startFauxqs` listens on every network interface: put together here, it listens on loopback
 * only.
 * The parts are not exported; the version is pinned.
 */
async function startSqs(folder) {
  const part = (file) => import(new URL(file, import.meta.resolve("fauxqs")).href);
  const [{ buildApp }, { SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all(
    ["app.js", "sqs/sqsStore.js", "sns/snsStore.js", "s3/s3Store.js", "persistence.js"].map(part),
  );
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  // Queue URLs then name the host that was called, not one below localhost that may not resolve.
  stores.sqsStore.host = "";
  const app = buildApp({ logger: false, stores });
  if (folder) {
    const persistence = keepReleased(new PersistenceManager(folder));
    releaseInflight(folder);
    persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
    stores.sqsStore.persistence = persistence;
    for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
    app.addHook("onClose", async () => persistence.close());
  }
  app.addHook("onRequest", async (request, reply) => {
    if (!isLoopbackHost(request.headers.host)) await reply.code(403).send({ message: WRONG_HOST });
  });
  await app.listen({ port: 0, host: LOOPBACK });
  return { url: `http://${LOOPBACK}:${app.server.address().port}`, stop: () => app.close() };
}

/**
 * fauxqs 2.4.1 clears the receive count of a message that is put back, which its own table forbids: the
 * message would be lost.
 */
function keepReleased(persistence) {
  const release = persistence.db.prepare(
    "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?",
  );
  persistence.updateMessageReady = (id) => void release.run(id);
  return persistence;
}

/** The process that received them is gone. */
function releaseInflight(folder) {
  const database = new DatabaseSync(join(folder, "fauxqs.db"));
  database.exec("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL");
  database.close();
}

async function startPair({ dynamodb, sqs, folder }) {
  const starting = [
    dynamodb ? startDynamodb(folder && join(folder, "dynamodb")) : undefined,
    sqs ? startSqs(folder && join(folder, "sqs")) : undefined,
  ];
  const stop = async () => {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.map(({ value }) => value?.stop()));
  };
  try {
    const [table, queues] = await Promise.all(starting);
    return { urls: { dynamodb: table?.url, sqs: queues?.url }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

parentPort.on("message", async ({ port, ...wanted }) => {
  try {
    const { urls, stop } = await startPair(wanted);
    port.once("message", () => void stop().finally(() => port.close()));
    port.postMessage({ urls });
  } catch (error) {
    port.postMessage({ error });
  }
});
