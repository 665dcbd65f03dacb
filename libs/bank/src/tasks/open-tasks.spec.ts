import { describe, expect, it } from '@jest/globals';
import { type Instant, type Recorded, type Rows, instant } from '@interlock/kernel';
import { applied, ACCOUNT, begun, NOON, NOON_TWO_DAYS_ON, received, sealedField } from '../account-hold/account-hold.testing.ts';
import { type OpenTask, openTasks } from './open-tasks.view.ts';

type Event = Parameters<typeof openTasks.apply>[0];

const recorded: Recorded = {
  id: 'e',
  type: 'x',
  schemaVersion: 1,
  stream: 's-1',
  data: {},
  meta: { actor: { kind: 'policy', name: 'p' } },
  recordedAt: NOON,
  revision: 0,
  position: 0n,
};

/** Task id and state of what is open after these events. */
function openAfter(...events: readonly Event[]): readonly string[] {
  const table = new Map<string, OpenTask>();
  const rows: Rows<OpenTask> = {
    get: (key) => table.get(key),
    put(row) {
      const { taskId = '' } = row;
      const before = table.get(taskId);
      const next = { kind: 'stop', about: '', accountRef: '', state: 'waiting', since: NOON, ...before, ...row, taskId } as const;
      table.set(taskId, next);
    },
    remove: (key) => table.delete(key),
    where: (field, value) => [...table.values()].filter((row) => row[field] === value),
  };
  for (const event of events) openTasks.apply(event, rows, recorded);
  return [...table.values()].map(({ taskId, state }) => `${taskId} ${state}`);
}

const LATER: Instant = instant('2021-03-22T13:00:00.000Z');
const about = { accountRef: ACCOUNT, receivedAt: NOON } as const;
const release = { type: 'ReleaseAsked', orderId: 'o', ...about, caseId: 'case', orderedAt: NOON } as const;
const detail = { type: 'DetailAsked', askId: 'd', ...about, from: NOON, askedAt: NOON } as const;
const freeze = {
  type: 'FreezeOrderReceived',
  ...{ freezeId: 'f', ...about, applicationId: 'a', caseId: 'case', caseNo: '1', sumFen: 5, filingId: 'g', orderedAt: NOON, months: 6 },
} as const;
const lift = { type: 'LiftAsked', freezeId: 'f', ...about, orderedAt: NOON } as const;
const watch = { type: 'WatchBegun', watchId: 'w', ...about, from: NOON } as const;
const appeal = { type: 'MeasureAppealed', measureId: 'm', accountRef: ACCOUNT, grounds: sealedField('grounds'), appealedAt: NOON } as const;
const report = (because: 'order' | 'detail' | 'watch', answers: string) =>
  ({ type: 'MovementsReported', because, answers, accountRef: ACCOUNT, from: NOON, through: LATER, movements: [] }) as const;
const lifted = { type: 'FreezeLifted', freezeId: 'f', accountRef: ACCOUNT, liftedAt: LATER } as const;

describe('R-114: what is asked of the bank stays on its desk until it is answered', () => {
  it.each<readonly [string, readonly Event[], readonly string[]]>([
    ['an order waits', [received('o')], ['stop:o waiting']],
    ['an order is at the core', [received('o'), begun('o')], ['stop:o at-core']],
    ['an order is answered', [received('o'), begun('o'), applied('o', NOON, NOON_TWO_DAYS_ON)], []],
    [
      'an order is refused',
      [received('o'), { type: 'StopRefused', orderId: 'o', accountRef: ACCOUNT, code: '1304', answeredAt: NOON }],
      [],
    ],
    ['a release waits', [release], ['release:o waiting']],
    ['a release is refused', [release, { type: 'ReleaseRefused', orderId: 'o', accountRef: ACCOUNT, code: '1900', refusedAt: NOON }], []],
    [
      'a release is done with the stop that continues it',
      [release, { type: 'StopReleased', orderId: 'second', accountRef: ACCOUNT, askedFor: 'o', releasedAt: NOON }],
      [],
    ],
    ['a detail request waits while an order’s movements are told', [detail, report('order', 'd')], ['detail:d waiting']],
    ['a detail request is answered', [detail, report('detail', 'd')], []],
    ['a watch runs on after a report', [watch, report('watch', 'w')], ['watch:w running']],
    ['a watch ends', [watch, { type: 'WatchEnded', watchId: 'w', accountRef: ACCOUNT, endedAt: NOON }], []],
    ['a freeze is lifted before its answer', [freeze, lift, lifted], []],
    ['a lift waits beside its freeze', [freeze, lift], ['freeze:f waiting', 'lift:f waiting']],
    [
      'a freeze that moves up in the queue is nobody’s task',
      [{ type: 'FreezeBegun', freezeId: 'f', accountRef: ACCOUNT, sumFen: 5, begunAt: NOON }],
      [],
    ],
    ['an appeal waits', [appeal], ['appeal:m waiting']],
    [
      'a measure lifted ends its appeal',
      [appeal, { type: 'MeasureLifted', measureId: 'm', accountRef: ACCOUNT, reason: 'cleared', liftedAt: NOON, wasTold: false }],
      [],
    ],
  ])('%s', (_, events, open) => {
    expect(openAfter(...events)).toEqual(open);
  });
});
