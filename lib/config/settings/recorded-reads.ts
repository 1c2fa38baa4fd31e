/** One of the settings that were looked at: its value, or which keys an object has. */
export type Read = { path: readonly string[]; of: "value" | "keys" };

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Settings, which are as in JSON, that note in `reads` what is looked at. */
export function recordReads<Recorded extends object>(
  settings: Recorded,
): { settings: Recorded; reads: Read[] } {
  const known = new Set<string>();
  const reads: Read[] = [];
  function note(path: readonly string[], of: Read["of"]) {
    const key = [of, ...path].join("\0");
    if (!known.has(key)) reads.push({ path, of });
    known.add(key);
  }
  function recorded<Part extends object>(part: Part, path: readonly string[]): Part {
    const parts = new Map<string, object>();
    return new Proxy(part, {
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver);
        // Methods of arrays and objects are no settings.
        if (typeof key === "symbol" || typeof value === "function") return value;
        note([...path, key], "value");
        if (!isObject(value)) return value;
        const member = parts.get(key) ?? recorded(value, [...path, key]);
        parts.set(key, member);
        return member;
      },
      has(target, key) {
        if (typeof key === "string") note([...path, key], "value");
        return Reflect.has(target, key);
      },
      ownKeys(target) {
        note(path, "keys");
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor(target, key) {
        if (typeof key === "string") note([...path, key], "value");
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
  }
  return { settings: recorded(structuredClone(settings), []), reads };
}

/** What a look at these settings finds, as text. Of an object itself only what kind it is: its members are other reads. */
export function foundBy(reads: readonly Read[], settings: object): string {
  const found = reads.map(({ path, of }) => {
    const value = path.reduce<unknown>(
      (part, key) => (isObject(part) ? Reflect.get(part, key) : undefined),
      settings,
    );
    if (!isObject(value)) return value === undefined ? [] : [value];
    if (of === "keys") return Object.keys(value);
    return Array.isArray(value) ? "array" : "object";
  });
  return JSON.stringify(found);
}
