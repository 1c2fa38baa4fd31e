/** By keys of several words. Knows the entries of each first word, in the order in which they came. */
export class WordsMap<Value> extends Map<string, Value> {
  readonly #byFirst = new Map<string, Map<string, Value>>();

  override set(key: string, value: Value): this {
    const first = firstWordOf(key);
    const group = this.#byFirst.get(first) ?? new Map<string, Value>();
    this.#byFirst.set(first, group.set(key, value));
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.#byFirst.get(firstWordOf(key))?.delete(key);
    return super.delete(key);
  }

  override clear() {
    this.#byFirst.clear();
    super.clear();
  }

  under(first: string): Value[] {
    return [...(this.#byFirst.get(first)?.values() ?? [])];
  }

  keysUnder(first: string): string[] {
    return [...(this.#byFirst.get(first)?.keys() ?? [])];
  }
}

const firstWordOf = (key: string) => key.slice(0, key.indexOf(" "));
