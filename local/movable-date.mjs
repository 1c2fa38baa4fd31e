/**
 * Lets this thread's dates run ahead by what stands in `shared` (see clock.ts), as it stands at each call.
 * Timers and `performance` stay real. Gives the real time.
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
