type Present<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };

/** Leaves out what is `undefined`. */
export function omitUndefined<Type extends object>(value: Type): Present<Type>;
export function omitUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
