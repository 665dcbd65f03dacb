import { createRequire } from 'node:module';
import type { Ajv2020 as Ajv, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { accepts } from './accepts.ts';
import { type MistakeCode, type Path } from './mistakes.ts';
import { SCENARIO_SCHEMA } from './schema.ts';
import { VERBS } from './schema-verbs.ts';
import { keyOffset, type Mistakes, plainOf, type Tree, treeAt } from './tree.ts';

/** Loaded and compiled for the first file that has a mistake: that takes longer than reading a dozen files without one. */
function makeValidator(): ValidateFunction {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- a module asked for when it is needed, as its own types say
  const { Ajv2020 }: { readonly Ajv2020: typeof Ajv } = createRequire(import.meta.url)('ajv/dist/2020.js');
  const options = { allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false, verbose: true };
  return new Ajv2020(options).compile(SCENARIO_SCHEMA);
}

let validator: ValidateFunction | undefined;

/** Codes and reasons for kinds of value that have a name in the schema; all others are WRONG_VALUE. */
const NAMED: Readonly<Record<string, readonly [MistakeCode, string]>> = {
  duration: ['BAD_DURATION', 'write a duration like 90s, 3m, 1h30m or 2d'],
  wait: ['BAD_DURATION', 'write a duration like 90s, 3m, 1h30m or 2d, or never'],
  bankAnswers: ['BAD_DURATION', 'write a duration like 90s, 3m, 1h30m or 2d, or never; or one for each bank'],
  at: ['BAD_TIME', 'write a time in quotes: "+1h30m" from the start, or "12:05" or "12:05:30" on the first day'],
  yuan: ['BAD_AMOUNT', 'write a decimal number of yuan, without quotes'],
  share: ['SHARE_OUT_OF_RANGE', 'write a decimal above 0 and at most 1'],
  accountNumber: ['WRONG_VALUE', 'write the account number as digits in quotes'],
  idNumber: ['ID_NUMBER_CHECK', 'write the id number in quotes: 17 digits and the check character'],
  phone: ['WRONG_VALUE', 'write the number as digits in quotes'],
};

/** The shape of the file, by the schema; each deviation at its place in the text. */
export function checkSchema(tree: Tree, mistakes: Mistakes): void {
  const plain = plainOf(tree);
  if (accepts(SCENARIO_SCHEMA, plain)) return;
  const validate = (validator ??= makeValidator());
  validate(plain);
  for (const error of validate.errors ?? []) reportError(error, tree, mistakes);
}

function reportError(error: ErrorObject, tree: Tree, mistakes: Mistakes): void {
  const path = pathOf(error.instancePath, tree);
  const inStep = path.length === 2 && path[0] === 'steps';
  // Counted by the reader, which knows the verbs; and the branches of a choice are told once, by the choice.
  if (error.schemaPath.includes('/oneOf/') || (inStep && ['minProperties', 'maxProperties'].includes(error.keyword))) return;
  const param = (name: string): string => String(error.params[name]);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = param('additionalProperty');
      const at = keyOffset(tree, path, key);
      if (inStep) return mistakes.add('UNKNOWN_VERB', at, [...path, key], `unknown verb ${key}; known are ${VERBS.join(', ')}`);
      return mistakes.add('UNKNOWN_KEY', at, [...path, key], `unknown key ${key}; known here: ${knownKeys(error)}`);
    }
    case 'required':
      return mistakes.add(
        'MISSING_KEY',
        treeAt(tree, path).offset,
        [...path, param('missingProperty')],
        `${param('missingProperty')} is missing`,
      );
    case 'oneOf':
      return reportChoice(error, tree, path, mistakes);
    case 'enum':
    case 'const': {
      const allowed: unknown = error.params['allowedValues'] ?? [error.params['allowedValue']];
      const shown = Array.isArray(allowed) ? allowed.map((value) => String(value)).join(', ') : String(allowed);
      return mistakes.add('WRONG_VALUE', treeAt(tree, path).offset, path, `must be ${shown}`);
    }
    case 'propertyNames':
      return mistakes.add(
        'WRONG_VALUE',
        keyOffset(tree, path, param('propertyName')),
        [...path, param('propertyName')],
        'a key has 1 to 64 characters',
      );
    default: {
      if (error.propertyName !== undefined) return;
      const named = NAMED[defOf(error)];
      const here = treeAt(tree, path);
      const [code, reason] = named ?? ['WRONG_VALUE', plainReason(error, here)];
      return mistakes.add(code, here.offset, path, reason);
    }
  }
}

function reportChoice(error: ErrorObject, tree: Tree, path: Path, mistakes: Mistakes): void {
  const ofCase = error.schemaPath.includes('/properties/') && JSON.stringify(error.schema).includes('"report"');
  const at = treeAt(tree, path).offset;
  if (ofCase) mistakes.add('MISSING_KEY', at, path, 'name the case once: report with its number, or case with its key');
  else mistakes.add('AMOUNT_CHOICE', at, path, 'give exactly one of yuan, share, all');
}

function knownKeys(error: ErrorObject): string {
  const properties: unknown = error.parentSchema?.['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties).join(', ') || 'none' : 'none';
}

/** `duration` of `#/$defs/duration/pattern`. */
function defOf(error: ErrorObject): string {
  return /\/\$defs\/([A-Za-z]+)\/(?:pattern|type)$/.exec(error.schemaPath)?.[1] ?? '';
}

function plainReason(error: ErrorObject, here: Tree): string {
  const wanted = error.message ?? 'has another form';
  if (error.keyword === 'type' && here.kind === 'leaf' && typeof here.value === 'number' && String(error.params['type']) === 'string') {
    return `${wanted}: write it in quotes`;
  }
  return wanted;
}

/** From a JSON pointer; a part is an index where the tree has a list. */
function pathOf(pointer: string, tree: Tree): Path {
  const path: (string | number)[] = [];
  let here: Tree = tree;
  for (const raw of pointer.split('/').slice(1)) {
    const part = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(here.kind === 'list' ? Number(part) : part);
    here = treeAt(tree, path);
  }
  return path;
}
