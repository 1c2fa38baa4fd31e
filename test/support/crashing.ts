/** What a caller sees of a process that dies. */
class Crash extends Error {
  constructor() {
    super("the process died");
    this.name = "Crash";
  }
}

type Ports = Record<string, unknown>;

/**
 * Dies at the call of that number, before or after it took effect. Everything after it fails too: a dead
 * process does nothing.
 * `calls`: how many there were.
 */
export function crashing<Given extends Ports>(
  ports: Given,
  at: number,
  when: "before" | "after",
): { ports: Given; calls(): number } {
  let calls = 0;
  let dead = false;
  const wrap = (target: object): object =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== "function") return value;
        return async (...given: unknown[]) => {
          if (dead) throw new Crash();
          const mine = calls++;
          if (mine === at && when === "before") dead = true;
          if (dead) throw new Crash();
          const result: unknown = await Reflect.apply(value, object, given);
          if (mine === at) dead = true;
          if (dead) throw new Crash();
          return result;
        };
      },
    });
  const wrapped = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, port instanceof Object ? wrap(port) : port]),
  );
  return { ports: { ...ports, ...wrapped }, calls: () => calls };
}
