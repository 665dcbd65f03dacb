import { z } from 'zod';

/** Where other processes are reached. */
export const HTTPS_URL = /^https:\/\/[\w.:[\]-]+$/;

/** A number that says what is wrong with another text. */
export function wholeNumber(min: number, max: number) {
  const says = `is no number from ${String(min)} to ${String(max)}`;
  return z
    .string()
    .regex(/^-?\d+$/, says)
    .transform(Number)
    .refine((value) => value >= min && value <= max, says);
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values, fallback: Values[number]) {
  return z.enum(values, `is none of ${values.join(', ')}`).default(fallback);
}

export function path() {
  return z.string().regex(/^[^\0]+$/, 'is no path');
}

export function addressOf(fallback: string) {
  return z
    .string()
    .regex(/^[\w.:-]+$/, 'is no address')
    .default(fallback);
}

/** Words by commas. */
export function list() {
  return z
    .string()
    .regex(/^[\w.:-]+(\s*,\s*[\w.:-]+)*$/, 'is no list by commas')
    .transform((text) => text.split(',').map((word) => word.trim()))
    .optional();
}

const HOST_AND_PORT = /^[\w.:[\]-]*[\w\]]:(\d{1,5})$/;

/** Places of servers by commas, each with its port. */
export function addresses() {
  return z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .refine((all) => all.every(hasPort), 'is no list of host:port by commas')
    .optional();
}

function hasPort(address: string): boolean {
  const port = Number(HOST_AND_PORT.exec(address)?.[1] ?? 0);
  return port > 0 && port < 65_536;
}

/** Random bytes as base64url text. */
export function keyOf(bytes: number) {
  return z
    .string()
    .refine(
      (text) => /^[\w-]+=*$/.test(text) && Buffer.from(text, 'base64url').length === bytes,
      `is no key of ${String(bytes)} bytes in base64url`,
    );
}

const PEERS = z.record(z.string().regex(/^[a-z][a-z0-9-]{1,60}$/), z.string().regex(HTTPS_URL));

/** Node codes with their addresses, as JSON. */
export function peersOf() {
  return z
    .string()
    .transform((text, context): Readonly<Record<string, string>> => {
      const read = PEERS.safeParse(parsed(text));
      if (read.success) return read.data;
      context.addIssue('is no JSON object of node codes and https://host:port');
      return z.NEVER;
    })
    .optional();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
