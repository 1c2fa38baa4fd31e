type Defined<Type> = {
  [Key in keyof Type as undefined extends Type[Key] ? never : Key]: Type[Key];
} & {
  [Key in keyof Type as undefined extends Type[Key] ? Key : never]?: Exclude<Type[Key], undefined>;
};

export function omitUndefined<const Type extends object>(value: Type): Defined<Type>;
export function omitUndefined(value: object): object {
  const defined: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) if (entry !== undefined) defined[name] = entry;
  return defined;
}
