// The table and the queues in a process of their own: what they hold grows with every message.
import { startEmulators } from "../../local/aws/emulators.ts";

const emulators = await startEmulators({}, undefined);
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 });
});
process.on("disconnect", () => process.exit());
process.send?.({ endpoints: emulators.endpoints });
