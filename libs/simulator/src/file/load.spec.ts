import { describe, expect, it } from '@jest/globals';
import { loadScenario } from './load.ts';
import { mistakeText } from './mistakes.ts';
import { type Scenario, type Step } from './scenario.ts';
import { VERBS } from './schema-verbs.ts';

const members = {
  banks: ['bank-rural', 'bank-industry', 'bank-agriculture', 'pay-one'],
  operators: ['operator-mobile', 'operator-united'],
};

const HEAD = `interlock: scenario/1
name: test
title: { zh: 测试, en: Test }
startsAt: "2021-03-22T11:50:00+08:00"
people:
  chen: { name: 陈某, idNumber: "330723199001010025", phone: "13900000001", group: finance-staff }
accounts:
  company: { bank: bank-rural, holder: 武义某某公司, number: "62284800000000000", yuan: 2100000, kind: corporate }
  m1:      { bank: bank-industry, holder: 张某, number: "62220200000000018", yuan: 120.50 }
`;

function load(steps: string, more = ''): Scenario {
  const loaded = loadScenario(`${HEAD}${more}steps:\n${steps}`, 'test.yaml', members);
  if (!loaded.ok) throw new Error(loaded.mistakes.map(mistakeText).join('\n'));
  return loaded.scenario;
}

function mistakesIn(text: string): readonly string[] {
  const loaded = loadScenario(text, 'test.yaml', members);
  return loaded.ok ? [] : loaded.mistakes.map(({ code, line, column, path }) => `${code} ${String(line)}:${String(column)} ${path}`);
}

function mistakesOf(steps: string, more = ''): readonly string[] {
  return mistakesIn(`${HEAD}${more}steps:\n${steps}`);
}

function stepOf(line: string): Step | undefined {
  return load(line).steps[0];
}

const PAY = '  - { at: "+1m", pay: { from: company, to: m1, yuan: 1660000, by: chen } }\n';

describe('a scenario file', () => {
  it('is read with its people, accounts, habits and numbered payments', () => {
    const scenario = load(
      `${PAY}  - { at: "+9m", report: { by: chen, how: phone, payments: [1], says: { m1: { holder: 章某 } }, files: 40m } }\n`,
    );
    expect(scenario.startsAt).toBe('2021-03-22T03:50:00.000Z');
    expect(scenario.accounts.get('m1')).toEqual({
      key: 'm1',
      bank: 'bank-industry',
      holder: '张某',
      number: '62220200000000018',
      kind: 'personal',
      openingFen: 12_050,
    });
    expect(scenario.habits).toEqual({
      intake: 180_000,
      officerConfirms: 120_000,
      corrects: 300_000,
      files: 'never',
      freezes: 1_800_000,
      renews: 'never',
      watches: 'never',
      bankAnswers: { default: 240_000, byBank: new Map() },
    });
    expect(scenario.steps[0]).toEqual({
      index: 0,
      at: '2021-03-22T03:51:00.000Z',
      verb: 'pay',
      payment: 1,
      from: 'company',
      to: 'm1',
      amount: { kind: 'fen', fen: 166_000_000 },
      by: 'chen',
    });
    expect(scenario.steps[1]).toMatchObject({
      verb: 'report',
      report: 1,
      by: 'chen',
      payments: [1],
      says: new Map([['m1', { holder: '章某' }]]),
      habits: { intake: 180_000, files: 2_400_000 },
    });
  });

  it('may come with a byte-order mark and line ends of another system', () => {
    const text = `\uFEFF${HEAD}steps:\n${PAY}`.replaceAll('\n', '\r\n');
    expect(mistakesIn(text)).toEqual([]);
  });

  it('takes a report’s own habits beside it or gathered', () => {
    const scenario = load(`${PAY}  - { at: "+9m", report: { by: chen, payments: [1], habits: { renews: 4h, intake: 1m }, intake: 2m } }\n`);
    expect(scenario.steps[1]).toMatchObject({ habits: { renews: 14_400_000, intake: 120_000, files: 'never' } });
  });

  it('takes one duration for all banks, or one for each with a default of 4 minutes', () => {
    expect(load(PAY, 'habits: { bankAnswers: never }\n').habits.bankAnswers).toEqual({ default: 'never', byBank: new Map() });
    expect(load(PAY, 'habits: { bankAnswers: { bank-rural: 25m, bank-industry: never } }\n').habits.bankAnswers).toEqual({
      default: 240_000,
      byBank: new Map<string, number | 'never'>([
        ['bank-rural', 1_500_000],
        ['bank-industry', 'never'],
      ]),
    });
  });

  it.each([
    ['- { at: "12:05", tick: {} }', '2021-03-22T04:05:00.000Z'],
    ["- { at: '12:05:30', tick: {} }", '2021-03-22T04:05:30.000Z'],
    ['- { at: "+1h30m", tick: {} }', '2021-03-22T05:20:00.000Z'],
    ['- { at: "+2d", tick: {} }', '2021-03-24T03:50:00.000Z'],
    ['- { at: "+0s", tick: {} }', '2021-03-22T03:50:00.000Z'],
  ])('reads the time of %s', (line, at) => {
    expect(stepOf(line)?.at).toBe(at);
  });

  it('reads decimals as written, never through binary floats', () => {
    expect(stepOf('- { at: "+1m", move: { from: company, to: m1, yuan: 70368744177.65 } }')).toMatchObject({
      amount: { fen: 7_036_874_417_765 },
    });
    expect(stepOf('- { at: "+1m", move: { from: company, to: m1, yuan: 1.1500 } }')).toMatchObject({ amount: { fen: 115 } });
    expect(stepOf('- { at: "+1m", move: { from: company, to: m1, share: 0.1 } }')).toMatchObject({
      amount: { numerator: 1n, denominator: 10n },
    });
    expect(stepOf('- { at: "+1m", move: { from: company, to: m1, all: true } }')).toMatchObject({ amount: { kind: 'all' } });
  });

  it('reads every verb whose command exists', () => {
    const steps = load(
      `${PAY}
  - { at: "+2m", report: { key: c1, by: chen, payments: [1] } }
  - { at: "+3m", bankHold: { account: m1, reason: monitoring } }
  - { at: "+3m", bankRelease: { account: m1 } }
  - { at: "+3m", cashOut: { from: m1, share: 0.5, how: virtual-currency } }
  - { at: "+4m", warn: { key: w1, level: high, source: fund, subject: chen, scam: T17 } }
  - { at: "+5m", read: { warning: w1 } }
  - { at: "+5m", call: { warning: w1, by: ai, result: no-answer } }
  - { at: "+6m", visit: { warning: w1, by: 王店派出所 } }
  - { at: "+7m", outcome: { warning: w1, is: dissuaded_no_transfer } }
  - { at: "+8m", suspendLine: { line: f1, grade: shut } }
  - { at: "+8m", reverify: { line: chen, result: passed } }
  - { at: "+9m", file: { report: 1 } }
  - { at: "+9m", refuseFiling: { case: c1, reason: 查无此事 } }
  - { at: "+9m", freeze: { case: c1, account: m1, yuan: 5 } }
  - { at: "+9m", renewFreeze: { case: c1, account: m1, period: major } }
  - { at: "+9m", lift: { report: 1, account: m1 } }
  - { at: "+9m", renew: { account: m1 } }
  - { at: "+9m", release: { account: m1 } }
  - { at: "+9m", withdraw: { case: c1 } }
  - { at: "+9m", close: { case: c1 } }
`,
      'lines: { f1: { number: "17000000001", operator: operator-united } }\n',
    ).steps;
    expect(steps.map((step) => step.verb)).toHaveLength(21);
    expect(steps.find((step) => step.verb === 'freeze')).toMatchObject({ report: 1, account: 'm1', sumFen: 500 });
    expect(steps.find((step) => step.verb === 'renewFreeze')).toMatchObject({ report: 1, account: 'm1', period: 'major' });
    expect(new Set(steps.map((step) => step.verb))).toEqual(new Set(VERBS.filter((verb) => verb !== 'move' && verb !== 'tick')));
  });

  it('keeps what is expected: sums, each case, seconds between limits', () => {
    const expected = load(
      PAY,
      'expect: { fen: { lost: 166000000 }, cases: [{ stopped: 1, lastStopSeconds: { max: 7200 } }, { fen: { lost: 2 }, levels: 3, firstStopSeconds: null }] }\n',
    );
    expect(expected.expect).toEqual({
      fen: { lost: 166_000_000 },
      cases: [
        { fen: { stopped: 1 }, lastStopSeconds: { max: 7200 } },
        { fen: { lost: 2 }, levels: 3, firstStopSeconds: null },
      ],
      warnings: [],
    });
  });
});

describe('a mistake in a scenario file', () => {
  it.each([
    ['unknown verb', '- { at: "+1m", execute: {} }', 'UNKNOWN_VERB 11:16 steps[0].execute'],
    ['a verb whose command comes later', '- { at: "+1m", openReturn: {} }', 'UNKNOWN_VERB 11:16 steps[0].openReturn'],
    ['no verb', '- { at: "+1m" }', 'MISSING_VERB 11:3 steps[0]'],
    ['two verbs', '- { at: "+1m", tick: {}, read: { warning: w } }', 'SEVERAL_VERBS 11:3 steps[0]'],
    ['unknown person', '- { at: "+1m", pay: { from: company, to: m1, yuan: 1, by: li } }', 'UNKNOWN_PERSON 11:59 steps[0].pay.by'],
    ['unknown account', '- { at: "+1m", move: { from: m1, to: m2, yuan: 1 } }', 'UNKNOWN_ACCOUNT 11:38 steps[0].move.to'],
    ['same account', '- { at: "+1m", move: { from: m1, to: m1, yuan: 1 } }', 'SAME_ACCOUNT 11:38 steps[0].move.to'],
    ['parts of a fen', '- { at: "+1m", move: { from: m1, to: company, yuan: 0.105 } }', 'PART_OF_FEN 11:53 steps[0].move.yuan'],
    ['negative amount', '- { at: "+1m", move: { from: m1, to: company, yuan: -1 } }', 'AMOUNT_NOT_POSITIVE 11:53 steps[0].move.yuan'],
    ['zero amount', '- { at: "+1m", move: { from: m1, to: company, yuan: 0 } }', 'AMOUNT_NOT_POSITIVE 11:53 steps[0].move.yuan'],
    ['amount in quotes', '- { at: "+1m", move: { from: m1, to: company, yuan: "1" } }', 'BAD_AMOUNT 11:53 steps[0].move.yuan'],
    ['amount in hexadecimal', '- { at: "+1m", move: { from: m1, to: company, yuan: 0x10 } }', 'BAD_AMOUNT 11:53 steps[0].move.yuan'],
    ['share above 1', '- { at: "+1m", move: { from: m1, to: company, share: 1.01 } }', 'SHARE_OUT_OF_RANGE 11:54 steps[0].move.share'],
    ['share of 0', '- { at: "+1m", move: { from: m1, to: company, share: 0 } }', 'SHARE_OUT_OF_RANGE 11:54 steps[0].move.share'],
    ['two amounts', '- { at: "+1m", move: { from: m1, to: company, share: 1, yuan: 1 } }', 'AMOUNT_CHOICE 11:22 steps[0].move'],
    ['no amount', '- { at: "+1m", move: { from: m1, to: company } }', 'AMOUNT_CHOICE 11:22 steps[0].move'],
    ['time without quotes', '- { at: 12:05, tick: {} }', 'TIME_NOT_QUOTED 11:9 steps[0].at'],
    ['duration without quotes', '- { at: +1m, tick: {} }', 'TIME_NOT_QUOTED 11:9 steps[0].at'],
    ['bad duration', '- { at: "+1 minute", tick: {} }', 'BAD_TIME 11:9 steps[0].at'],
    ['time before the start', '- { at: "11:49", tick: {} }', 'BEFORE_START 11:9 steps[0].at'],
    ['unknown key', '- { at: "+1m", tick: { hours: 3 } }', 'UNKNOWN_KEY 11:24 steps[0].tick.hours'],
    ['missing key', '- { at: "+1m", move: { to: m1, yuan: 1 } }', 'MISSING_KEY 11:22 steps[0].move.from'],
    ['duplicate key', '- { at: "+1m", at: "+2m", tick: {} }', 'DUPLICATE_KEY 11:16 steps[0].at'],
    ['unknown way of cash', '- { at: "+1m", cashOut: { from: m1, all: true, how: boat } }', 'WRONG_VALUE 11:53 steps[0].cashOut.how'],
    ['all: false', '- { at: "+1m", cashOut: { from: m1, all: false } }', 'WRONG_VALUE 11:42 steps[0].cashOut.all'],
    ['unknown warning', '- { at: "+1m", read: { warning: w9 } }', 'UNKNOWN_WARNING 11:33 steps[0].read.warning'],
    ['unknown report', '- { at: "+1m", file: { report: 1 } }', 'UNKNOWN_REPORT 11:32 steps[0].file.report'],
  ])('is named with line, column and path: %s', (_what, step, expected) => {
    expect(mistakesOf(`  ${step}\n`.replace('  -', '-'))).toEqual([expected]);
  });

  it.each([
    [
      'a payment in two reports',
      `${PAY}  - { at: "+2m", report: { by: chen, payments: [1] } }\n  - { at: "+3m", report: { by: chen, payments: [1] } }\n`,
      ['PAYMENT_REPORTED_TWICE 13:49 steps[2].report.payments[0]'],
    ],
    [
      'a payment later than its report',
      `${PAY}  - { at: "+59s", report: { by: chen, payments: [1] } }\n`,
      ['PAYMENT_AFTER_REPORT 12:50 steps[1].report.payments[0]'],
    ],
    [
      'a payment that is missing',
      `${PAY}  - { at: "+2m", report: { by: chen, payments: [1, 2] } }\n`,
      ['PAYMENT_UNKNOWN 12:52 steps[1].report.payments[1]'],
    ],
    [
      'a report without payments',
      `${PAY}  - { at: "+2m", report: { by: chen, payments: [] } }\n`,
      ['REPORT_WITHOUT_PAYMENTS 12:48 steps[1].report.payments'],
    ],
    [
      'says about an account not paid',
      `${PAY}  - { at: "+2m", report: { by: chen, payments: [1], says: { company: { holder: 李 } } } }\n`,
      ['STATED_NOT_PAID 12:70 steps[1].report.says.company'],
    ],
  ])('is named: %s', (_what, steps, expected) => {
    expect(mistakesOf(steps)).toEqual(expected);
  });

  it('a payment at the very instant of its report is none', () => {
    expect(mistakesOf(`${PAY}  - { at: "+1m", report: { by: chen, payments: [1] } }\n`)).toEqual([]);
  });

  it('in people, accounts and habits is named too', () => {
    const text = `interlock: scenario/1
name: test
title: { zh: 测试, en: Test }
startsAt: 2021-03-22T11:50:00+08:00
people:
  chen: { name: 陈某, idNumber: "330723199001010026" }
accounts:
  a: { bank: bank-moon, holder: 张某, number: "62220200000000018", yuan: -1 }
  b: { bank: bank-rural, holder: 张某, number: "62220200000000019", yuan: 0 }
  c: { bank: bank-rural, holder: 张某, number: 62220200000000018 }
habits: { intake: 90, bankAnswers: { bank-moon: 3m, bank-rural: soon } }
steps: []
`;
    expect(mistakesIn(text)).toEqual([
      'TIME_NOT_QUOTED 4:11 startsAt',
      'ID_NUMBER_CHECK 6:31 people.chen.idNumber',
      'UNKNOWN_BANK 8:14 accounts.a.bank',
      'AMOUNT_NOT_POSITIVE 8:72 accounts.a.yuan',
      'ACCOUNT_NUMBER_CHECK 9:46 accounts.b.number',
      'WRONG_VALUE 10:46 accounts.c.number',
      'BAD_DURATION 11:19 habits.intake',
      'UNKNOWN_BANK 11:49 habits.bankAnswers.bank-moon',
      'BAD_DURATION 11:65 habits.bankAnswers.bank-rural',
    ]);
  });

  it('of YAML itself, of a wrong document, of an empty one is answered, not thrown', () => {
    expect(mistakesIn('steps: [')[0]).toMatch(/^YAML_SYNTAX 1:/);
    expect(mistakesIn('')).toContain('WRONG_VALUE 1:1 ');
    expect(mistakesIn('- 1')).toContain('WRONG_VALUE 1:1 ');
    expect(mistakesIn(`${HEAD}steps: 3`)).toEqual(['WRONG_VALUE 10:8 steps']);
    expect(mistakesIn(`${HEAD}steps: []\n---\n{}`)[0]).toMatch(/^YAML_SYNTAX/);
    expect(mistakesIn(`a: &a [*a]\n${HEAD}steps: []`)).toContain('UNKNOWN_KEY 1:1 a');
    expect(mistakesIn('a'.repeat(8_000_001))).toEqual(['FILE_TOO_LARGE 1:1 ']);
  });

  it('names the known verbs', () => {
    const loaded = loadScenario(`${HEAD}steps: [{ at: "+1m", tamper: {} }]`, 'x.yaml', members);
    expect(loaded.ok ? [] : loaded.mistakes.map(mistakeText)).toEqual([
      `x.yaml:10:22 steps[0].tamper: unknown verb tamper; known are ${VERBS.join(', ')} [UNKNOWN_VERB]`,
    ]);
  });
});
