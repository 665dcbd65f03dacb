import { CALL_RESULTS, FREEZE_PERIODS, WARNING_LEVELS, WARNING_OUTCOMES, WARNING_SOURCES } from './scenario.ts';

/** Part of a JSON Schema document. */
export type SchemaPart = Readonly<Record<string, unknown>>;

export function ref(name: string): SchemaPart {
  return { $ref: `#/$defs/${name}` };
}

function fields(description: string, properties: Readonly<Record<string, SchemaPart>>, required: readonly string[]): SchemaPart {
  return { description, type: 'object', properties, required, additionalProperties: false };
}

const amount = { yuan: ref('yuan'), share: ref('share'), all: ref('all') };
const oneAmount = { oneOf: [{ required: ['yuan'] }, { required: ['share'] }, { required: ['all'] }] };
const caseHabits = {
  intake: ref('wait'),
  officerConfirms: ref('wait'),
  corrects: ref('wait'),
  files: ref('wait'),
  freezes: ref('wait'),
  renews: ref('wait'),
  watches: ref('wait'),
};
const wrongStatement = {
  description: 'What the reporter stated wrongly of an account paid; only what is wrong.',
  type: 'object',
  properties: { number: ref('accountNumber'), holder: ref('name'), yuan: ref('yuan'), at: ref('at') },
  additionalProperties: false,
  minProperties: 1,
};
const ofCase = {
  report: { description: 'Number of the report, from 1, in the order of the file.', type: 'integer', minimum: 1 },
  case: { description: 'Key of the report.', ...ref('key') },
};
const oneCase = { oneOf: [{ required: ['report'] }, { required: ['case'] }] };
const reason = ref('words');
const period = { description: 'Half a year, or a year in a major case (R-202, R-203).', enum: FREEZE_PERIODS };

/** The verbs that a step may carry: those whose commands exist. */
export const VERB_SCHEMAS = {
  pay: {
    ...fields(
      'A victim pays. Payments are numbered from 1 in the order of the file.',
      { from: ref('key'), to: ref('key'), ...amount, by: ref('key') },
      ['from', 'to'],
    ),
    ...oneAmount,
  },
  move: {
    ...fields('Money goes on from account to account.', { from: ref('key'), to: ref('key'), ...amount }, ['from', 'to']),
    ...oneAmount,
  },
  report: fields(
    'A victim reports payments to the police. May carry habits of its own for this case.',
    {
      key: ref('key'),
      by: ref('key'),
      how: { description: 'phone, in-person, online, …', ...ref('word') },
      scam: ref('scam'),
      payments: { type: 'array', items: { type: 'integer', minimum: 1 } },
      says: { description: 'By account key.', type: 'object', additionalProperties: wrongStatement },
      ...caseHabits,
      habits: { description: 'The same, gathered.', type: 'object', properties: caseHabits, additionalProperties: false },
    },
    ['by', 'payments'],
  ),
  cashOut: {
    ...fields(
      'Money leaves the banking world.',
      { from: ref('key'), ...amount, how: { enum: ['atm', 'pos', 'abroad', 'virtual-currency'] } },
      ['from'],
    ),
    ...oneAmount,
  },
  bankHold: fields("The bank's own measure (R-134); bankRelease ends it.", { account: ref('key'), reason: ref('words') }, ['account']),
  bankRelease: fields("Ends the bank's own measure.", { account: ref('key') }, ['account']),
  tick: fields('Only lets time pass.', {}, []),
  warn: fields(
    'A warning about a person comes in (R-501, R-502).',
    { key: ref('key'), level: { enum: WARNING_LEVELS }, source: { enum: WARNING_SOURCES }, subject: ref('key'), scam: ref('scam') },
    ['key', 'level', 'source', 'subject', 'scam'],
  ),
  read: fields('The person warned reads the warning (R-509).', { warning: ref('key') }, ['warning']),
  call: fields(
    'The person warned is called (R-504).',
    { warning: ref('key'), by: { enum: ['ai', 'human'] }, result: { enum: CALL_RESULTS } },
    ['warning'],
  ),
  visit: fields(
    'Somebody goes and sees the person warned (R-504).',
    { warning: ref('key'), by: ref('words'), result: { enum: ['met', 'not-met'] } },
    ['warning'],
  ),
  outcome: fields('What came of the warning (R-505).', { warning: ref('key'), is: { enum: WARNING_OUTCOMES } }, ['warning', 'is']),
  suspendLine: fields(
    'The police ask for a line to be suspended (R-605): a key of lines, or a person with a phone.',
    { line: ref('key'), grade: { enum: ['shut', 'restrict-outgoing', 'protective'] } },
    ['line'],
  ),
  reverify: fields(
    'Second real-person verification of a line (R-601): asked for, or how it went.',
    {
      line: ref('key'),
      result: { enum: ['asked', 'passed', 'failed'] },
    },
    ['line'],
  ),
  file: { ...fields('The case is filed (R-118), beside what the habit says.', ofCase, []), ...oneCase },
  refuseFiling: { ...fields('Filing is refused (R-122).', { ...ofCase, reason }, []), ...oneCase },
  freeze: {
    ...fields(
      'A freeze order (R-201); without yuan for the sum of the case there that no freeze covers.',
      { ...ofCase, account: ref('key'), yuan: ref('yuan'), period },
      ['account'],
    ),
    ...oneCase,
  },
  renewFreeze: {
    ...fields('The case’s freezes on the account run on from their end (R-205).', { ...ofCase, account: ref('key'), period }, ['account']),
    ...oneCase,
  },
  lift: { ...fields('The case’s freezes on the account are lifted (R-211).', { ...ofCase, account: ref('key') }, ['account']), ...oneCase },
  renew: fields('The stop on the account is extended: its second stop (R-117).', { account: ref('key') }, ['account']),
  release: fields('The stop on the account is released before its end (R-117).', { account: ref('key'), reason }, ['account']),
  withdraw: { ...fields('The case is withdrawn (R-212).', { ...ofCase, reason }, []), ...oneCase },
  close: { ...fields('The case is closed.', { ...ofCase, reason }, []), ...oneCase },
} as const satisfies Readonly<Record<string, SchemaPart>>;

export const CASE_HABITS = caseHabits;
export const VERBS: readonly string[] = Object.keys(VERB_SCHEMAS);
