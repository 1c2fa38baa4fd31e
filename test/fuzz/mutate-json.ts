import { isRecord } from "../../lib/domain/is-record.ts";
import type { Random } from "../simulation/random.ts";
import { strangeKey, strangeValue } from "./strange.ts";

type Holder = unknown[] | Record<string, unknown>;
type Slot = { holder: Holder; key: string };

const isHolder = (value: unknown): value is Holder => Array.isArray(value) || isRecord(value);

/** A plain assignment to `__proto__` would change the prototype and leave no field. */
const put = (holder: Holder, key: string, value: unknown) =>
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
const valueAt = ({ holder, key }: Slot): unknown => Object.getOwnPropertyDescriptor(holder, key)?.value;
const copy = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

function slotsOf(root: unknown): Slot[] {
  const slots: Slot[] = [];
  const open = isHolder(root) ? [root] : [];
  for (let holder = open.pop(); holder; holder = open.pop())
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key });
      const value = valueAt({ holder, key });
      if (isHolder(value)) open.push(value);
    }
  return slots;
}

type Mutation = (slot: Slot, random: Random, slots: readonly Slot[]) => void;

const drop: Mutation = ({ holder, key }) => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
};

const MUTATIONS: readonly Mutation[] = [
  drop,
  function duplicate(slot, random) {
    const twin = copy(valueAt(slot));
    if (Array.isArray(slot.holder)) slot.holder.splice(random.whole(0, slot.holder.length), 0, twin);
    else put(slot.holder, strangeKey(random), twin);
  },
  function retype(slot, random) {
    put(slot.holder, slot.key, strangeValue(random));
  },
  function nest(slot, random) {
    const inner = copy(valueAt(slot));
    put(slot.holder, slot.key, random.chance(0.5) ? [inner] : { [slot.key]: inner });
  },
  function unnest(slot, random) {
    const value = valueAt(slot);
    if (isHolder(value) && Object.keys(value).length > 0)
      put(slot.holder, slot.key, copy(valueAt({ holder: value, key: random.pick(Object.keys(value)) })));
  },
  function swap(slot, random, slots) {
    const other = random.pick(slots);
    const [one, two] = [copy(valueAt(slot)), copy(valueAt(other))];
    put(slot.holder, slot.key, two);
    put(other.holder, other.key, one);
  },
  function rename(slot, random) {
    const value = copy(valueAt(slot));
    drop(slot, random, []);
    put(slot.holder, Array.isArray(slot.holder) ? String(slot.holder.length) : strangeKey(random), value);
  },
  function add(slot, random) {
    if (Array.isArray(slot.holder)) slot.holder.push(strangeValue(random));
    else put(slot.holder, strangeKey(random), strangeValue(random));
  },
];

/** In place. */
export function mangle(document: unknown, random: Random, times: number): void {
  for (let time = 0; time < times; time++) {
    const slots = slotsOf(document);
    if (slots.length === 0) return;
    random.pick(MUTATIONS)(random.pick(slots), random, slots);
  }
}
