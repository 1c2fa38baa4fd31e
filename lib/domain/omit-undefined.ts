type Defined<Type> = {
  [Key in keyof Type as undefined extends Type[Key] ? never : Key]: Type[Key];
} & {
  [Key in keyof Type as undefined extends Type[Key] ? Key : never]?: Exclude<Type[Key], undefined>;
};

export function omitUndefined<const Type extends object>(value: Type): Defined<Type>;
export function omitUndefined(value: object): object {
  const defined: Record<string, unknown> = {};
  const given = value as Readonly<Record<string, unknown>>;
  // Called everywhere: without a list of entries.
  for (const name in given) if (given[name] !== undefined) defined[name] = given[name];
  return defined;
}
