import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Change } from "./conditional.ts";
import type { Item } from "./items.ts";

/** How one value is stored as one attribute. */
export type Codec<Value> = {
  read(attribute: AttributeValue): Value | undefined;
  write(value: Value): AttributeValue;
  /** The attribute holds our own JSON. */
  isJson: boolean;
};

/** A field without a codec does not compile. */
export type Codecs<Shape> = { readonly [Field in keyof Shape]-?: Codec<NonNullable<Shape[Field]>> };

const readNumber = ({ N }: AttributeValue) => (N === undefined ? undefined : Number(N));

export const asText: Codec<string> = { read: ({ S }) => S, write: (value) => ({ S: value }), isJson: false };
export const asNumber: Codec<number> = {
  read: readNumber,
  write: (value) => ({ N: String(value) }),
  isJson: false,
};

export const asId = <Id extends string>(brand: (text: string) => Id): Codec<Id> => ({
  read: ({ S }) => (S === undefined ? undefined : brand(S)),
  write: (value) => ({ S: value }),
  isJson: false,
});

/** Keeps fields that only a later version knows. */
export const asJson = <Value>(): Codec<Value> => ({
  read: ({ S }) => (S === undefined ? undefined : (JSON.parse(S) as Value)),
  write: (value) => ({ S: JSON.stringify(value) }),
  isJson: true,
});

export function readFields<Shape extends object>(item: Item, codecs: Codecs<Shape>): Partial<Shape>;
export function readFields(item: Item, codecs: Readonly<Record<string, Codec<unknown>>>): object {
  return Object.fromEntries(
    Object.entries(codecs).flatMap(([name, codec]) => {
      const value = item[name] && codec.read(item[name]);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Removes from the item the fields that the value lacks. */
export function writeFields<Shape extends object>(value: Partial<Shape>, codecs: Codecs<Shape>): Change;
export function writeFields(
  value: Readonly<Record<string, unknown>>,
  codecs: Readonly<Record<string, Codec<unknown>>>,
): Change {
  return Object.fromEntries(
    Object.entries(codecs).map(([name, codec]) => [
      name,
      value[name] === undefined ? undefined : codec.write(value[name]),
    ]),
  );
}

export const jsonNames = (codecs: Readonly<Record<string, { isJson: boolean }>>): readonly string[] =>
  Object.entries(codecs).flatMap(([name, { isJson }]) => (isJson ? [name] : []));
