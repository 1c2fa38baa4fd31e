// A function in a process of its own, as in Lambda: its memory can be measured. Copied beside the bundle.
const { handler } = await import(new URL("function.mjs", import.meta.url).href);

process.on("disconnect", () => process.exit());
process.on("message", async ({ id, event, context: { deadline, ...facts } }) => {
  const context = { ...facts, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
  const outcome = await handler(event, context).then(
    (result) => ({ result }),
    (error) => ({ error: String(error) }),
  );
  process.send({ id, ...outcome, maxRssBytes: process.resourceUsage().maxRSS * 1024 });
});
