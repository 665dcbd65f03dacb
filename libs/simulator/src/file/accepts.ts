import { type SchemaPart } from './schema-verbs.ts';

type Definitions = Readonly<Record<string, unknown>>;

/** Keywords that only describe. */
const SILENT = new Set(['$schema', '$id', '$defs', 'title', 'description']);
const patterns = new Map<string, RegExp>();

/**
 * Whether a value is plainly right by a JSON Schema of our own. Most files are: then the validator that names each deviation need not be
 * loaded and compiled. A keyword that is not known here accepts nothing, which leaves the answer to that validator.
 */
export function accepts(schema: SchemaPart, value: unknown): boolean {
  return fits(schema, value, recordOf(schema['$defs']));
}

function fits(schema: SchemaPart, value: unknown, defs: Definitions): boolean {
  return Object.keys(schema).every((keyword) => SILENT.has(keyword) || holds(keyword, schema, value, defs));
}

function holds(keyword: string, schema: SchemaPart, value: unknown, defs: Definitions): boolean {
  const wanted = schema[keyword];
  switch (keyword) {
    case '$ref':
      return fitsDefinition(String(wanted), value, defs);
    case 'type':
      return (Array.isArray(wanted) ? wanted : [wanted]).some((type) => isOfType(String(type), value));
    case 'const':
      return value === wanted;
    case 'enum':
      return listOf(wanted).includes(value);
    case 'oneOf':
      return listOf(wanted).filter((one) => fits(recordOf(one), value, defs)).length === 1;
    case 'minimum':
      return typeof value !== 'number' || value >= Number(wanted);
    default:
      if (typeof value === 'string') return holdsOfText(keyword, wanted, value);
      if (Array.isArray(value)) return holdsOfList(keyword, wanted, value, defs);
      if (typeof value === 'object' && value !== null) return holdsOfFields(keyword, schema, { ...value }, defs);
      return KNOWN.has(keyword);
  }
}

/** Of these, each says something about one kind of value only and nothing about the others. */
const OF_TEXT = ['pattern', 'minLength', 'maxLength'];
const OF_LISTS = ['items'];
const OF_FIELDS = ['properties', 'required', 'additionalProperties', 'propertyNames', 'minProperties', 'maxProperties'];
const KNOWN: ReadonlySet<string> = new Set([...OF_TEXT, ...OF_LISTS, ...OF_FIELDS]);

function holdsOfText(keyword: string, wanted: unknown, value: string): boolean {
  if (keyword === 'pattern') return patternOf(String(wanted)).test(value);
  if (keyword === 'minLength') return [...value].length >= Number(wanted);
  if (keyword === 'maxLength') return [...value].length <= Number(wanted);
  return KNOWN.has(keyword);
}

function holdsOfList(keyword: string, wanted: unknown, value: readonly unknown[], defs: Definitions): boolean {
  if (keyword === 'items') return value.every((item) => fits(recordOf(wanted), item, defs));
  return KNOWN.has(keyword);
}

function holdsOfFields(keyword: string, schema: SchemaPart, value: Readonly<Record<string, unknown>>, defs: Definitions): boolean {
  const wanted = schema[keyword];
  const keys = Object.keys(value);
  switch (keyword) {
    case 'properties':
      return Object.entries(recordOf(wanted)).every(([key, part]) => !(key in value) || fits(recordOf(part), value[key], defs));
    case 'required':
      return listOf(wanted).every((key) => keys.includes(String(key)));
    case 'additionalProperties': {
      const more = keys.filter((key) => !Object.hasOwn(recordOf(schema['properties']), key));
      return wanted === false ? more.length === 0 : more.every((key) => fits(recordOf(wanted), value[key], defs));
    }
    case 'propertyNames':
      return keys.every((key) => fits(recordOf(wanted), key, defs));
    case 'minProperties':
      return keys.length >= Number(wanted);
    case 'maxProperties':
      return keys.length <= Number(wanted);
    default:
      return KNOWN.has(keyword);
  }
}

function fitsDefinition(reference: string, value: unknown, defs: Definitions): boolean {
  const definition = defs[reference.replace('#/$defs/', '')];
  return definition !== undefined && fits(recordOf(definition), value, defs);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'null':
      return value === null;
    default:
      return false;
  }
}

function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, known);
  return known;
}

function recordOf(value: unknown): SchemaPart {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
