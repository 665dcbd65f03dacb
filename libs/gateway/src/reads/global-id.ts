/** Opaque id of one object of the API, tagged with its type. */
export function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

export function readGlobalId(text: string): { readonly type: string; readonly id: string } | undefined {
  const [, type, id] = /^([A-Za-z]+):(.+)$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}
