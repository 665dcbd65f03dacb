import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LogFields, makeLog } from './logging.ts';
import { isSecretKey, redact, redactText } from './redact.ts';

/** Clear data of nobody: each must be in no line, wherever it was put. */
const CANARIES = {
  idNumber: '330723199001010025',
  idNumberX: '33072319900101002X',
  phone: '13900000001',
  phoneAbroad: '+86 139 0000 0001',
  landline: '0579-82345678',
  card: '6222021208000881019',
  cardInGroups: '6222 0212 0800 0881 019',
  account: '330100123456',
  name: '张三丰',
  address: '金华市婺城区某路1号',
  email: 'zhang.san@example.com',
  token: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJwLTEifQ.c2lnbmF0dXJl',
  authorization: 'Bearer c2VjcmV0LXNlY3JldA',
  basic: 'Basic dXNlcjpwYXNz',
  pem: '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----',
  box: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0Vng',
} as const;
/** What only its key gives away. */
const UNDER_KEYS = {
  ...{ name: 'Zhang San', holderName: 'Zhang San', reporter: { a: 'Zhang San' }, idNumber: 330, phone_number: '1', 'set-cookie': 'a=b' },
  ...{ secondToken: 'abc', Authorization: 'abc', body: { any: 'thing' }, clear: 'Zhang San', stated: ['Zhang San'], masterKey: 'abc' },
} as const;

function linesOf(write: (log: ReturnType<typeof makeLog>) => void): readonly Readonly<Record<string, unknown>>[] {
  const lines: string[] = [];
  write(makeLog({ service: 'police', level: 'debug', destination: { write: (line) => lines.push(line) } }));
  for (const line of lines) expect(line.endsWith('\n')).toBe(true);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a log line is a JSON object
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('a line', () => {
  it('is JSON with level, time, service, message and what it is about', () => {
    const about = {
      node: 'police',
      commandId: '0190a1b2-0000-7000-8000-000000000777',
      caseId: '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10',
      requestId: 'req-12345',
    };
    expect(linesOf((log) => log.info('command accepted', about))).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), service: 'police', message: 'command accepted', ...about },
    ]);
  });

  it('is not written below the level, and nobody writes under another service’s name', () => {
    const lines: string[] = [];
    const log = makeLog({ service: 'bank', level: 'warn', destination: { write: (line) => lines.push(line) } });
    log.info('hidden');
    log.with({ node: 'bank-rural' }).warn('shown', { service: 'police', level: 'debug' });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ level: 'warn', service: 'bank', node: 'bank-rural' }]);
  });

  it('tells of a trouble that goes on ever more rarely, with its code', () => {
    const lines = linesOf((log) => {
      for (let attempt = 1; attempt <= 9; attempt += 1)
        log.trouble({ node: 'city', consumer: 'lane to police', code: 'STORE_FULL', message: 'the disk is full', attempt });
    });
    expect(lines.map(({ level, attempt }) => [level, attempt])).toEqual([
      ['warn', 1],
      ['error', 2],
      ['error', 4],
      ['error', 8],
    ]);
    expect(lines[0]).toMatchObject({ node: 'city', consumer: 'lane to police', code: 'STORE_FULL', message: 'the disk is full' });
  });
});

describe('personal data and secrets are in no line', () => {
  const places: readonly (readonly [string, (canary: string) => readonly [string, LogFields]])[] = [
    ['the message', (canary) => [`refused: ${canary}, again`, {}]],
    ['a field', (canary) => ['m', { detail: `was ${canary}` }]],
    ['a nested list', (canary) => ['m', { details: { list: [{ inner: [canary] }] } }]],
    ['the name of a field', (canary) => ['m', { details: { [canary]: 1 } }]],
    ['an error', (canary) => ['m', { error: new Error(`no holder ${canary}`) }]],
    [
      'what caused what caused an error',
      (canary) => ['m', { error: new Error('a', { cause: new Error('b', { cause: { why: canary } }) }) }],
    ],
    ['one of several errors', (canary) => ['m', { error: new AggregateError([new Error(canary)], 'some failed') }]],
    ['a field of an error', (canary) => ['m', { error: Object.assign(new Error('a'), { details: { canary } }) }]],
    ['a map and a set', (canary) => ['m', { map: new Map([['a', new Set([canary])]]) }]],
    ['JSON inside a text', (canary) => ['m', { error: new Error(JSON.stringify({ a: { b: canary } })) }]],
  ];

  it.each(places)('by its shape: %s', (_where, place) => {
    for (const canary of Object.values(CANARIES)) {
      const [line] = linesOf((log) => {
        log.error(...place(canary));
      });
      const text = JSON.stringify(line);
      for (const part of canary.split('\n')) expect(text).not.toContain(part);
    }
  });

  it('by its key, at any depth', () => {
    const [line] = linesOf((log) => log.info('m', { ...UNDER_KEYS, deep: [{ ...UNDER_KEYS }] }));
    expect(JSON.stringify(line)).not.toMatch(/Zhang|abc|thing|a=b|330/);
    for (const key of Object.keys(UNDER_KEYS)) expect(isSecretKey(key)).toBe(true);
  });

  it('as bytes neither, and a circle ends', () => {
    const circle: { self?: unknown; bytes: Uint8Array } = { bytes: new TextEncoder().encode(CANARIES.phone) };
    circle.self = circle;
    expect(redact(circle)).toEqual({ bytes: '[11 bytes]', self: '[circular]' });
  });

  it('as a number neither', () => {
    expect(redact({ a: 13_900_000_001, b: 166_000_000, c: 42n })).toEqual({ a: '[redacted]', b: 166_000_000, c: '42' });
  });

  it('whatever is around it', () => {
    const around = fc.string({ maxLength: 12 }).filter((text) => !/[\dA-Za-z]$/.test(text));
    const behind = fc.string({ maxLength: 12 }).filter((text) => !/^[\dA-Za-z]/.test(text));
    fc.assert(
      fc.property(
        around,
        fc.constantFrom(CANARIES.idNumber, CANARIES.phone, CANARIES.card, CANARIES.name),
        behind,
        (before, canary, after) => {
          expect(redactText(`${before}${canary}${after}`)).not.toContain(canary);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what an operator needs stays', () => {
  it.each([
    'lane police → bank-industry: 12 is missing and the source did not give it',
    'command 0190a1b2-0000-7000-8000-000000000777 of case 3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10 at 2026-03-02T04:00:00.000Z',
    'stop-payment-a1.mzxw6ytboi2gk3tmpezxw6ytbo at revision 17, position 123456789',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'R-113 refused, code 1304, 166000000 fen',
    'connect ECONNREFUSED 127.0.0.1:9092',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('of an error its class, its code and where it was thrown', () => {
    const error = Object.assign(new TypeError('broken'), { code: 'STORE_FULL' });
    expect(redact(error)).toMatchObject({
      type: 'TypeError',
      code: 'STORE_FULL',
      message: 'broken',
      stack: expect.stringMatching(/^ {4}at /),
    });
  });
});
