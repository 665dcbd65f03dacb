import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { ACCOUNT, movements, NOON } from '../account-hold/account-hold.testing.ts';
import { accountReportDecider } from './account-report.decider.ts';

const reports = accountReportDecider;
const FROM = instant('2021-03-22T11:30:00.000Z');
const LATER = instant('2021-03-22T13:00:00.000Z');
const ask = { askId: 'ask', accountRef: ACCOUNT, from: FROM, askedAt: NOON } as const;
const asked = { type: 'DetailAsked', ...ask, receivedAt: NOON } as const;
const detailBegun = { type: 'DetailAnswerBegun', askId: 'ask', accountRef: ACCOUNT, from: FROM, begunAt: LATER } as const;
const watch = { type: 'WatchBegun', watchId: 'watch', accountRef: ACCOUNT, from: FROM, receivedAt: NOON } as const;
const watchReportBegun = { type: 'WatchReportBegun', watchId: 'watch', accountRef: ACCOUNT, from: FROM, begunAt: LATER } as const;
const reported = (because: 'detail' | 'watch', answers: string, lines = movements(3)) =>
  ({ type: 'MovementsReported', because, answers, accountRef: ACCOUNT, from: FROM, through: LATER, movements: lines }) as const;

describe('R-124: a detail request is answered with every booking from the moment asked', () => {
  it('waits for an operator, once', () => {
    expect(given(reports).when({ type: 'AskDetail', ...ask, at: NOON })).toEqual({ ok: true, events: [asked] });
    expect(given(reports, asked).when({ type: 'AskDetail', ...ask, at: LATER })).toEqual({ ok: true, events: [] });
  });

  it('is asked of the core by the operator’s word', () => {
    const decision = given(reports, asked).when({ type: 'AnswerDetail', askId: 'ask', at: LATER });
    expect(decision).toEqual({ ok: true, events: [detailBegun] });
  });

  it.each([
    ['under way', [asked, detailBegun]],
    ['given', [asked, detailBegun, reported('detail', 'ask')]],
  ])('R-116: refuses a second answer when one is %s', (_, history) => {
    expect(given(reports, ...history).when({ type: 'AnswerDetail', askId: 'ask', at: LATER })).toEqual({
      ok: false,
      rejection: { type: 'AlreadyAnswered', rule: 'R-116', askId: 'ask' },
    });
  });

  it('does not know a request that never came', () => {
    expect(given(reports).when({ type: 'AnswerDetail', askId: 'none', at: LATER })).toEqual({
      ok: false,
      rejection: { type: 'NoSuchRequest', rule: 'R-124', askId: 'none' },
    });
  });

  it.each([0, 3, 500, 501])('tells %i bookings in pieces of 500, an empty account with none', (count) => {
    const record = { type: 'RecordDetail', askId: 'ask', from: FROM, through: LATER, movements: movements(count), at: LATER } as const;
    const decision = given(reports, asked, detailBegun).when(record);
    const told = decision.ok ? decision.events : [];
    expect(told).toHaveLength(Math.max(1, Math.ceil(count / 500)));
    expect(told.flatMap((event) => (event.type === 'MovementsReported' ? event.movements : []))).toEqual(movements(count));
    expect(given(reports, asked, detailBegun, ...told).when(record)).toEqual({ ok: true, events: [] });
  });
});

describe('R-127: a watch reports what was not reported for it before', () => {
  it('begins with everything since the watch began', () => {
    const decision = given(reports, watch).when({ type: 'ReportWatched', watchId: 'watch', at: LATER });
    expect(decision).toEqual({ ok: true, events: [watchReportBegun] });
  });

  it('goes on after the last serial reported, also when a report found nothing', () => {
    const history = [watch, watchReportBegun, reported('watch', 'watch'), watchReportBegun, reported('watch', 'watch', [])];
    const decision = given(reports, ...history).when({ type: 'ReportWatched', watchId: 'watch', at: LATER });
    expect(decision).toEqual({ ok: true, events: [{ ...watchReportBegun, afterSerial: 2 }] });
  });

  it('has one report under way at a time', () => {
    expect(given(reports, watch, watchReportBegun).when({ type: 'ReportWatched', watchId: 'watch', at: LATER })).toEqual({
      ok: false,
      rejection: { type: 'ReportUnderWay', rule: 'R-127', watchId: 'watch' },
    });
  });

  it('reports after its end what happened within it', () => {
    const ended = { type: 'WatchEnded', watchId: 'watch', accountRef: ACCOUNT, endedAt: NOON } as const;
    const decision = given(reports, watch, ended).when({ type: 'ReportWatched', watchId: 'watch', at: LATER });
    expect(decision).toEqual({ ok: true, events: [{ ...watchReportBegun, until: NOON }] });
  });

  it.each([
    ['as far as the operator says', NOON, undefined, NOON],
    ['no further than the watch went', LATER, NOON, NOON],
    ['as far as the operator says, within the watch', NOON, LATER, NOON],
  ])('reports %s', (_, through, endedAt, until) => {
    const ended = endedAt === undefined ? [] : [{ type: 'WatchEnded', watchId: 'watch', accountRef: ACCOUNT, endedAt } as const];
    const decision = given(reports, watch, ...ended).when({ type: 'ReportWatched', watchId: 'watch', through, at: LATER });
    expect(decision).toEqual({ ok: true, events: [{ ...watchReportBegun, until }] });
  });

  it('begins and ends once', () => {
    const { type: _, receivedAt: __, ...begin } = watch;
    const end = { type: 'EndWatch', watchId: 'watch', accountRef: ACCOUNT, endedAt: NOON, at: LATER } as const;
    const ended = { type: 'WatchEnded', watchId: 'watch', accountRef: ACCOUNT, endedAt: NOON } as const;
    expect(given(reports, watch).when({ type: 'BeginWatch', ...begin, at: LATER })).toEqual({ ok: true, events: [] });
    expect(given(reports, watch).when(end)).toEqual({ ok: true, events: [ended] });
    expect(given(reports, watch, ended).when(end)).toEqual({ ok: true, events: [] });
  });

  it('does not know a watch that never began', () => {
    expect(given(reports).when({ type: 'ReportWatched', watchId: 'none', at: LATER })).toEqual({
      ok: false,
      rejection: { type: 'NoSuchWatch', rule: 'R-127', watchId: 'none' },
    });
  });
});
