import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One value that must not lie anywhere in clear. */
export interface Canary {
  /** Which field it was put into. */
  readonly field: string;
  readonly clear: string;
}

export interface Found {
  readonly field: string;
  readonly encoding: string;
  readonly file: string;
}

/** Every form in which a text may come to lie in a file: UTF-8, UTF-16 both ways, JSON’s escapes, base64 and base64url at each of the three alignments. */
export function formsOf(clear: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(clear, 'utf8');
  const little = Buffer.from(clear, 'utf16le');
  const forms = new Map<string, Buffer>([
    ['utf-8', utf8],
    ['utf-16le', little],
    ['utf-16be', Buffer.from(little).swap16()],
    ['json', Buffer.from([...clear].map(escaped).join(''), 'latin1')],
  ]);
  for (const [name, bytes] of [
    ['utf-8', utf8],
    ['utf-16le', little],
  ] as const)
    for (const shift of [0, 1, 2]) {
      const text = insideOfBase64(bytes, shift);
      forms.set(`base64 of ${name}, shifted ${String(shift)}`, Buffer.from(text, 'latin1'));
      forms.set(`base64url of ${name}, shifted ${String(shift)}`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'), 'latin1'));
    }
  return forms;
}

function escaped(character: string): string {
  return character.charCodeAt(0) < 0x80 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The part of the base64 text that does not depend on what stands before and after. */
function insideOfBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const from = shift === 0 ? 0 : shift + 1;
  const remainder = (shift + bytes.length) % 3;
  return text.slice(from, remainder === 0 ? text.length : text.length - 1);
}

/** Searches every file under the folder. */
export function search(
  folder: string,
  canaries: readonly Canary[],
): { readonly found: readonly Found[]; readonly files: number; readonly bytes: number } {
  const wanted = byFirstBytes(canaries);
  const found: Found[] = [];
  let files = 0;
  let bytes = 0;
  for (const file of filesUnder(folder)) {
    const content = readFileSync(file);
    files += 1;
    bytes += content.length;
    for (const { field, encoding } of foundIn(content, wanted)) found.push({ field, encoding, file: file.slice(folder.length + 1) });
  }
  return { found, files, bytes };
}

interface Wanted {
  readonly field: string;
  readonly encoding: string;
  readonly form: Buffer;
}

/** One pass over a file for all of them: looked up by the two bytes that they begin with. */
function byFirstBytes(canaries: readonly Canary[]): readonly (readonly Wanted[] | undefined)[] {
  const table: (Wanted[] | undefined)[] = Array.from({ length: 0x1_0000 });
  for (const { field, clear } of canaries)
    for (const [encoding, form] of formsOf(clear)) {
      if (form.length < SHORTEST_BYTES) throw new Error(`${field}: too short a canary, it would be found by chance`);
      const first = form.readUInt16BE(0);
      (table[first] ??= []).push({ field, encoding, form });
    }
  return table;
}

const SHORTEST_BYTES = 8;

function foundIn(content: Buffer, wanted: readonly (readonly Wanted[] | undefined)[]): ReadonlySet<Wanted> {
  const found = new Set<Wanted>();
  for (let at = 0; at + SHORTEST_BYTES <= content.length; at += 1) {
    const candidates = wanted[((content[at] ?? 0) << 8) | (content[at + 1] ?? 0)];
    if (!candidates) continue;
    for (const one of candidates) if (liesAt(content, at, one.form)) found.add(one);
  }
  return found;
}

function liesAt(content: Buffer, at: number, form: Buffer): boolean {
  if (at + form.length > content.length) return false;
  for (let index = 2; index < form.length; index += 1) if (content[at + index] !== form[index]) return false;
  return true;
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}
