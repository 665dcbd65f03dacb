import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { MEMBER_KINDS, codesOf } from '@interlock/rulebook';

const text = z.string().min(1).max(100);
const code = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);

/** A member of the joint office. */
const member = z.strictObject({
  code,
  kind: z.enum(codesOf(MEMBER_KINDS)),
  zh: text,
  en: text,
  /** Leads the leading group. */
  chair: z.boolean().optional(),
  /** Runs the joint office’s node. */
  office: z.boolean().optional(),
});
export type Member = z.infer<typeof member>;

/** Where people act: a county-level unit, or a township within one. */
const unit = z.strictObject({ code, kind: z.enum(['county', 'township']), zh: text, en: text, parent: code.optional() });
export type Unit = z.infer<typeof unit>;

/** The register as it ships; a city replaces the files. */
export interface Register {
  readonly members: readonly Member[];
  readonly units: readonly Unit[];
}

let shipped: Register | undefined;

/** Reads the files of a register folder; those that ship once for the process. Throws an error that names the file and the entry. */
export function readRegister(folder?: URL): Register {
  return folder ? readFolder(folder) : (shipped ??= readFolder(new URL('../../data/', import.meta.url)));
}

function readFolder(folder: URL): Register {
  const file = new URL('units.yaml', folder);
  const units = readList(file, unit);
  const problems = unitProblems(units);
  if (problems.length > 0) throw new Error(`${file.pathname}: ${problems.join('; ')}`);
  return { members: readList(new URL('members.yaml', folder), member), units };
}

/** each township belongs to a county-level unit of the list, a county-level unit to the city alone, and each stands there once. */
export function unitProblems(units: readonly Unit[]): readonly string[] {
  const counties = new Set(units.filter(({ kind }) => kind === 'county').map((county) => county.code));
  const codes = units.map((one) => one.code);
  return units.flatMap(({ code: own, kind, parent }, index) => [
    ...(codes.indexOf(own) === index ? [] : [`${own} stands there twice`]),
    ...(kind === 'county' && parent !== undefined ? [`${own} is a county-level unit under ${parent}`] : []),
    ...(kind === 'township' && (parent === undefined || !counties.has(parent)) ? [`${own} belongs to no county-level unit`] : []),
  ]);
}

function readList<Entry>(file: URL, entry: z.ZodType<Entry>): readonly Entry[] {
  const read = z.array(entry).safeParse(parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `entry ${issue.path.map(String).join('.')}: ${issue.message}`);
  throw new Error(`${file.pathname}: ${problems.join('; ')}`);
}
