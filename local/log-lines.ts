/** `code` and `facts` exist only for its own log lines, not for metrics and crashes. */
export type LogLine = {
  function: string;
  text: string;
  level?: string;
  code?: string;
  facts?: Record<string, unknown>;
};

export type KeptLine = LogLine & { at: number };

/** The logger adds them to every line. */
const NOISE = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "sampling_rate",
  "code",
  "requestId",
  "xray_trace_id",
  "function_request_id",
]);

export function readLogLine(name: string, text: string): LogLine {
  try {
    const line: Record<string, unknown> = JSON.parse(text);
    if (typeof line.code !== "string") return { function: name, text };
    const facts = Object.fromEntries(Object.entries(line).filter(([key]) => !NOISE.has(key)));
    return { function: name, text, level: String(line.level), code: line.code, facts };
  } catch {
    // Not JSON: a crash, or a library's output.
    return { function: name, text };
  }
}

/** Leaves out metrics, library output and the three statuses of every reply. */
export function isNews({ code, facts = {} }: LogLine): boolean {
  if (code === undefined) return false;
  return !(code === "webhook.accepted" && facts.recorded === 0 && facts.repeated === 0);
}

/** Codes and ids only, as in all logs. */
export function briefly(line: LogLine): string {
  const facts = Object.entries(line.facts ?? {}).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const mark = line.level === "ERROR" ? "✗" : line.level === "WARN" ? "!" : "·";
  return `${mark} ${line.function.padEnd(13)} ${(line.code ?? line.text).padEnd(18)} ${facts.join(" ")}`.trimEnd();
}
