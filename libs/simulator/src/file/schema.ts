import { LOSS_LEARNINGS } from '@interlock/rulebook';
import { CALL_RESULTS, PLACES } from './scenario.ts';
import { CASE_HABITS, ref, type SchemaPart, VERB_SCHEMAS } from './schema-verbs.ts';
import { DURATION_PATTERN, WAIT_PATTERN } from './times.ts';

const count = { type: 'integer', minimum: 0 };
const reading: SchemaPart = {
  description: 'Fen; keys left out are not checked.',
  type: 'object',
  properties: Object.fromEntries(['lost', ...PLACES].map((place) => [place, count])),
  additionalProperties: false,
};
const seconds: SchemaPart = {
  description: 'Exactly, or between min and max; null: there was none.',
  type: ['integer', 'object', 'null'],
  minimum: 0,
  properties: { min: count, max: count },
  additionalProperties: false,
};
const caseExpectation: SchemaPart = {
  description: 'One case, in the order of entry: places directly or under fen.',
  type: 'object',
  properties: {
    ...Object.fromEntries(['lost', ...PLACES].map((place) => [place, count])),
    fen: ref('reading'),
    levels: count,
    firstOrderSeconds: ref('seconds'),
    firstStopSeconds: ref('seconds'),
    lastStopSeconds: ref('seconds'),
  },
  additionalProperties: false,
};
const expectation: SchemaPart = {
  description: 'Optional; failure is exit 6. fen sums all cases, cases is one entry per case.',
  type: 'object',
  properties: {
    fen: ref('reading'),
    cases: { type: 'array', items: ref('caseExpectation') },
    warnings: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          ...{ key: ref('key'), state: ref('word'), outcome: ref('word') },
          learning: { description: 'What the loss teaches (R-509).', enum: Object.keys(LOSS_LEARNINGS) },
          lostFen: count,
        },
        required: ['key'],
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

const $defs: SchemaPart = {
  key: { type: 'string', minLength: 1, maxLength: 64 },
  word: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' },
  words: { type: 'string', minLength: 1, maxLength: 500 },
  name: { type: 'string', minLength: 1, maxLength: 200 },
  member: { description: 'Code of a member of the joint office.', type: 'string', minLength: 1, maxLength: 64 },
  accountNumber: { description: 'In quotes. Personal cards satisfy Luhn.', type: 'string', pattern: '^\\d{5,32}$' },
  idNumber: { description: 'In quotes; GB 11643.', type: 'string', pattern: '^\\d{17}[\\dX]$' },
  phone: { description: 'In quotes.', type: 'string', pattern: '^\\+?\\d[\\d -]{2,19}$' },
  scam: { description: 'Code of the scam type (R-703): T17.', type: 'string', pattern: '^T\\d{2}$' },
  yuan: { description: 'Decimal yuan above 0, no part of a fen; read exactly.', type: 'number' },
  share: { description: 'Of the free balance at that instant, rounded down to the fen: above 0, at most 1.', type: 'number' },
  all: { description: 'The whole free balance at that instant.', const: true },
  at: {
    description: 'In quotes: +duration from the start, or 12:05 or 12:05:30 on the first day.',
    type: 'string',
    pattern: '^(\\+(?=.)(\\d{1,5}d)?(\\d{1,6}h)?(\\d{1,7}m)?(\\d{1,8}s)?|([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?)$',
  },
  duration: { description: '90s, 3m, 1h30m, 2d', type: 'string', pattern: DURATION_PATTERN },
  wait: { description: 'A duration, or never.', type: 'string', pattern: WAIT_PATTERN },
  bankAnswers: {
    description: 'One duration for all banks, or by bank with a default; never: a silent bank.',
    type: ['string', 'object'],
    pattern: WAIT_PATTERN,
    additionalProperties: ref('wait'),
  },
  person: {
    type: 'object',
    properties: {
      name: ref('name'),
      idNumber: ref('idNumber'),
      phone: ref('phone'),
      operator: { description: 'Of the phone; by its prefix where left out.', ...ref('member') },
      group: ref('words'),
      answers: { description: 'How calls to the phone go; answered where left out.', enum: CALL_RESULTS },
    },
    required: ['name', 'idNumber'],
    additionalProperties: false,
  },
  account: {
    type: 'object',
    properties: {
      bank: ref('member'),
      holder: ref('name'),
      number: ref('accountNumber'),
      yuan: { description: 'Opening balance in decimal yuan, 0 or more; 0 where left out.', type: 'number' },
      kind: { enum: ['personal', 'corporate'] },
    },
    required: ['bank', 'holder', 'number'],
    additionalProperties: false,
  },
  line: {
    type: 'object',
    properties: { number: ref('phone'), operator: ref('member') },
    required: ['number', 'operator'],
    additionalProperties: false,
  },
  step: {
    description: 'One verb, with its time.',
    type: 'object',
    properties: { at: ref('at'), ...VERB_SCHEMAS },
    required: ['at'],
    additionalProperties: false,
    minProperties: 2,
    maxProperties: 2,
  },
  reading,
  seconds,
  caseExpectation,
  expectation,
};

/** `scenarios/scenario.schema.json`: the published form is this object; a test holds them equal. */
export const SCENARIO_SCHEMA: SchemaPart = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:interlock:schema:scenario:1',
  title: 'Interlock scenario',
  description: 'A story as data: what is there, what the fraudsters do, how fast the people act. Amounts are decimal yuan, read exactly.',
  type: 'object',
  properties: {
    interlock: { const: 'scenario/1' },
    name: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' },
    title: {
      type: 'object',
      properties: { zh: ref('name'), en: ref('name') },
      required: ['zh', 'en'],
      additionalProperties: false,
    },
    startsAt: {
      description: 'Clock of the story, in quotes, ISO 8601 with offset.',
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
    },
    people: { type: 'object', propertyNames: ref('key'), additionalProperties: ref('person') },
    accounts: { type: 'object', propertyNames: ref('key'), additionalProperties: ref('account') },
    lines: { type: 'object', propertyNames: ref('key'), additionalProperties: ref('line') },
    habits: {
      type: 'object',
      properties: { ...CASE_HABITS, bankAnswers: ref('bankAnswers') },
      additionalProperties: false,
    },
    steps: { type: 'array', items: ref('step') },
    expect: ref('expectation'),
  },
  required: ['interlock', 'name', 'title', 'startsAt', 'steps'],
  additionalProperties: false,
  $defs,
};
