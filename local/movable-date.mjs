/**
 * This thread's dates run ahead by `shared` (see clock.ts). Timers and `performance` stay real. Returns a
 * function for the real time.
 */
export function moveDates(shared) {
  const ahead = new BigInt64Array(shared);
  const real = Date.now;
  const now = () => real() + Number(Atomics.load(ahead, 0));
  Date.now = now;
  globalThis.Date = new Proxy(Date, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    apply: () => new Date(now()).toString(),
  });
  return real;
}
