import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { codesOf } from './closed-list.ts';
import { inForce } from './dated.ts';
import {
  CLOSING_ITEMS,
  dueTimes,
  LADDER_START,
  lossLearning,
  mayCloseAfter,
  WARNING_CHANNELS,
  WARNING_LEVELS,
  WARNING_OUTCOMES,
  WARNING_SOURCES,
  watchEndsAt,
} from './warnings.ts';

const tenAm = instant('2021-03-22T10:00:00+08:00');
const on22nd = (time: string) => instant(`2021-03-22T${time}+08:00`);

describe('R-501 and R-502: sources and levels of a warning', () => {
  it('are closed lists', () => {
    expect(codesOf(WARNING_SOURCES)).toEqual(['fund', 'call', 'app', 'url', 'bank', 'telecom']);
    expect(codesOf(WARNING_LEVELS)).toEqual(['special_high', 'high', 'medium', 'low']);
  });
});

describe('R-503: due times by level', () => {
  it('special high: sign 1 min, call 3 min, hold request at 5 min, in person 30 min', () => {
    expect(dueTimes('special_high', tenAm)).toEqual({
      signBy: on22nd('10:01:00'),
      first: { channel: 'human-call', by: on22nd('10:03:00') },
      ifNoContact: [{ step: 'hold-request', at: on22nd('10:05:00') }],
      inPersonBy: on22nd('10:30:00'),
    });
  });

  it('high: sign 3 min, call 10 min, second channel at 15 min, in person 60 min', () => {
    expect(dueTimes('high', tenAm)).toEqual({
      signBy: on22nd('10:03:00'),
      first: { channel: 'human-call', by: on22nd('10:10:00') },
      ifNoContact: [{ step: 'relatives', at: on22nd('10:15:00') }],
      inPersonBy: on22nd('11:00:00'),
    });
  });

  it('medium: sign 15 min, first contact 2 h, next channel at 4 h, in person the same day', () => {
    expect(dueTimes('medium', tenAm)).toEqual({
      signBy: on22nd('10:15:00'),
      first: { channel: 'ai-call', by: on22nd('12:00:00') },
      ifNoContact: [{ step: 'human-call', at: on22nd('14:00:00') }],
      inPersonBy: instant('2021-03-23T00:00:00+08:00'),
    });
  });

  it('medium, late at night: the day on which the next channel was due', () => {
    expect(dueTimes('medium', on22nd('23:50:00')).inPersonBy).toBe(instant('2021-03-24T00:00:00+08:00'));
  });

  it('low: sign 1 h, SMS at once, AI call 12 h, human call 24 h, nobody goes', () => {
    expect(dueTimes('low', tenAm)).toEqual({
      signBy: on22nd('11:00:00'),
      first: { channel: 'sms', by: tenAm },
      ifNoContact: [
        { step: 'ai-call', at: on22nd('22:00:00') },
        { step: 'human-call', at: instant('2021-03-23T10:00:00+08:00') },
      ],
    });
  });
});

describe('R-504: the ladder', () => {
  it('climbs from SMS to a visit', () => {
    expect(codesOf(WARNING_CHANNELS)).toEqual(['sms', 'ai-call', 'human-call', 'relatives', 'visit']);
  });

  it('starts with call and visit at once for high levels', () => {
    const start = inForce(LADDER_START, tenAm);
    expect(start.special_high).toEqual(['human-call', 'visit']);
    expect(start.high).toEqual(['human-call', 'visit']);
    expect(start.medium).toEqual(['sms']);
    expect(start.low).toEqual(['sms']);
  });

  it('an AI call never closes a high warning', () => {
    expect(mayCloseAfter('special_high', 'ai-call')).toBe(false);
    expect(mayCloseAfter('high', 'ai-call')).toBe(false);
    expect(mayCloseAfter('high', 'human-call')).toBe(true);
    expect(mayCloseAfter('medium', 'ai-call')).toBe(true);
  });
});

describe('R-505: outcomes', () => {
  it('are eight', () => {
    expect(codesOf(WARNING_OUTCOMES)).toEqual([
      'dissuaded_no_transfer',
      'dissuaded_partial_loss',
      'already_transferred',
      'refused_disbelieves',
      'unreachable',
      'wrong_person',
      'false_positive',
      'moved_jurisdiction',
    ]);
  });
});

describe('R-506: closing a warning', () => {
  it('needs six things', () => {
    expect(codesOf(CLOSING_ITEMS)).toEqual(['identityConfirmed', 'channel', 'person', 'at', 'evidence', 'nextCheckOn']);
  });
});

describe('R-507: high levels are watched for 7 days after closing', () => {
  it('the others are not', () => {
    expect(watchEndsAt('special_high', tenAm)).toBe(instant('2021-03-29T10:00:00+08:00'));
    expect(watchEndsAt('high', tenAm)).toBe(instant('2021-03-29T10:00:00+08:00'));
    expect(watchEndsAt('medium', tenAm)).toBeUndefined();
    expect(watchEndsAt('low', tenAm)).toBeUndefined();
  });
});

describe('R-509: not read and read but paid are different learnings', () => {
  it('told apart by whether it was read', () => {
    expect(lossLearning(undefined)).toBe('not_read');
    expect(lossLearning(tenAm)).toBe('read_but_paid');
  });
});
