import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Finding } from './repo.ts';

/** What was promised of one contract: the hash of each field's JSON Schema; an optional field's name ends in `?`. */
export type Promised = Readonly<Record<string, string>>;
export type Released = Readonly<Record<string, Promised>>;

export const RELEASED_FILE = 'libs/contracts/released.json';

/** Every contract that the library exports: facts by their type, commands and queries by their name. */
export function contractsOf(library: Readonly<Record<string, unknown>>): Released {
  const found = Object.values(library).flatMap((value) => {
    if (typeof value !== 'object' || value === null || !('schema' in value) || !(value.schema instanceof z.ZodObject)) return [];
    const name = 'type' in value ? value.type : 'name' in value ? value.name : undefined;
    return typeof name === 'string' && /\.v\d+$/.test(name) ? [[name, promisesOf(value.schema)] as const] : [];
  });
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function promisesOf(schema: z.ZodObject): Promised {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const promises = Object.entries(properties).map(
    ([name, property]) =>
      [
        required.includes(name) ? name : `${name}?`,
        createHash('sha256').update(JSON.stringify(property)).digest('hex').slice(0, 16),
      ] as const,
  );
  return Object.fromEntries(promises.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A released contract is for ever: a field may come if it is optional; anything else is a new version beside the old. */
export function brokenPromises(released: Released, current: Released): readonly Finding[] {
  const path = RELEASED_FILE;
  const gone = Object.keys(released).filter((name) => !Object.hasOwn(current, name));
  return [
    ...gone.map((name) => ({ rule: 'released-contract', path, says: `${name} is gone: it was released` })),
    ...Object.entries(current).flatMap(([name, now]) => {
      const promised = released[name];
      if (promised === undefined) return [{ rule: 'released-contract', path, says: `${name} is new: node scripts/release-contracts.mjs` }];
      return changed(promised, now).map((field) => ({ rule: 'released-contract', path, says: `${name}: ${field}; make a new version` }));
    }),
  ];
}

function changed(promised: Promised, now: Promised): readonly string[] {
  const kept = Object.entries(promised).flatMap(([field, hash]) => {
    if (!Object.hasOwn(now, field)) return [`field ${field} is gone, or is optional no more or now`];
    return now[field] === hash ? [] : [`field ${field} has changed`];
  });
  const bare = (field: string): string => field.replace(/\?$/, '');
  const before = new Set(Object.keys(promised).map(bare));
  const demanded = Object.keys(now).filter((field) => !field.endsWith('?') && !before.has(bare(field)));
  return [...kept, ...demanded.map((field) => `field ${field} is new and not optional`)];
}

/** The list after a release: what was promised stays, optional fields and new contracts come to it. */
export function release(released: Released, current: Released): Released {
  const names = [...new Set([...Object.keys(released), ...Object.keys(current)])].sort();
  return Object.fromEntries(names.map((name) => [name, { ...released[name], ...current[name] }]));
}
