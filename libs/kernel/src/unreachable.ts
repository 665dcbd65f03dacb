/** Ends a union: the compiler complains where a case was forgotten; at run time a value from elsewhere throws. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
