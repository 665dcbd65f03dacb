import { type AccountRef, type Answer, type Decider, type Instant, accept, isBefore, reject, unreachable } from '@interlock/kernel';
import { type MovementReport } from '@interlock/contracts';
import { inPieces } from '../movements.ts';
import { type AccountReportEvent, type DetailAsked, type WatchBegun, type WatchReportBegun } from './account-report.events.ts';

interface DetailState {
  readonly ask: DetailAsked;
  readonly status: 'asked' | 'begun' | 'answered';
}
interface WatchState {
  readonly watch: WatchBegun;
  readonly endedAt?: Instant;
  readonly throughSerial?: number;
  readonly isReporting: boolean;
}

/** What the police asked to know of one account, and what of it was told. */
export interface AccountReport {
  readonly details: ReadonlyMap<string, DetailState>;
  readonly watches: ReadonlyMap<string, WatchState>;
}

interface At {
  readonly at: Instant;
}
interface Reported {
  readonly from: Instant;
  readonly through: Instant;
  readonly movements: readonly MovementReport[];
}
export type AccountReportCommand =
  | ({ readonly type: 'AskDetail' } & Omit<DetailAsked, 'type' | 'receivedAt'> & At)
  | ({ readonly type: 'AnswerDetail'; readonly askId: string } & At)
  | ({ readonly type: 'RecordDetail'; readonly askId: string } & Reported & At)
  | ({ readonly type: 'BeginWatch' } & Omit<WatchBegun, 'type' | 'receivedAt'> & At)
  | ({ readonly type: 'ReportWatched'; readonly watchId: string; readonly through?: Instant } & At)
  | ({ readonly type: 'RecordWatched'; readonly watchId: string } & Reported & At)
  | ({ readonly type: 'EndWatch'; readonly watchId: string; readonly accountRef: AccountRef; readonly endedAt: Instant } & At);

export type AccountReportRejection =
  | { readonly type: 'NoSuchRequest'; readonly rule: 'R-124'; readonly askId: string }
  | { readonly type: 'AlreadyAnswered'; readonly rule: 'R-116'; readonly askId: string }
  | { readonly type: 'NoSuchWatch'; readonly rule: 'R-127'; readonly watchId: string }
  | { readonly type: 'ReportUnderWay'; readonly rule: 'R-127'; readonly watchId: string };

type ReportAnswer = Answer<AccountReportEvent, AccountReportRejection>;

export const accountReportDecider: Decider<AccountReportCommand, AccountReport, AccountReportEvent, AccountReportRejection> = {
  initial: { details: new Map(), watches: new Map() },
  decide(command, state) {
    switch (command.type) {
      case 'AskDetail': {
        const { at, ...asked } = command;
        if (state.details.has(asked.askId)) return accept();
        return accept({ ...asked, type: 'DetailAsked', receivedAt: at });
      }
      case 'AnswerDetail':
        return answerDetail(command.askId, command.at, state);
      case 'RecordDetail': {
        const detail = state.details.get(command.askId);
        if (detail?.status !== 'begun') return accept(); // recorded before
        return report('detail', command.askId, detail.ask.accountRef, command);
      }
      case 'BeginWatch': {
        const { at, ...asked } = command;
        if (state.watches.has(asked.watchId)) return accept();
        return accept({ ...asked, type: 'WatchBegun', receivedAt: at });
      }
      case 'ReportWatched':
        return reportWatched(command, state);
      case 'RecordWatched': {
        const watch = state.watches.get(command.watchId);
        if (!watch?.isReporting) return accept(); // recorded before
        return report('watch', command.watchId, watch.watch.accountRef, command);
      }
      case 'EndWatch': {
        const { watchId, accountRef, endedAt } = command;
        const watch = state.watches.get(watchId);
        if (!watch || watch.endedAt !== undefined) return accept();
        return accept({ type: 'WatchEnded', watchId, accountRef, endedAt });
      }
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DetailAsked':
        return withDetail(state, { ask: event, status: 'asked' });
      case 'DetailAnswerBegun':
        return withDetail(state, { ...detailOf(state, event.askId), status: 'begun' });
      case 'WatchBegun':
        return withWatch(state, { watch: event, isReporting: false });
      case 'WatchReportBegun':
        return withWatch(state, { ...watchOf(state, event.watchId), isReporting: true });
      case 'WatchEnded':
        return withWatch(state, { ...watchOf(state, event.watchId), endedAt: event.endedAt });
      case 'MovementsReported': {
        if (event.because === 'detail') return withDetail(state, { ...detailOf(state, event.answers), status: 'answered' });
        if (event.because === 'order') return state;
        const watch = watchOf(state, event.answers);
        const serials = event.movements.map(({ serial }) => serial);
        if (watch.throughSerial !== undefined) serials.push(watch.throughSerial);
        return withWatch(state, {
          ...watch,
          isReporting: false,
          ...(serials.length > 0 && { throughSerial: serials.reduce((a, b) => Math.max(a, b)) }),
        });
      }
      default:
        return unreachable(event);
    }
  },
};

function answerDetail(askId: string, at: Instant, { details }: AccountReport): ReportAnswer {
  const detail = details.get(askId);
  if (!detail) return reject({ type: 'NoSuchRequest', rule: 'R-124', askId });
  if (detail.status !== 'asked') return reject({ type: 'AlreadyAnswered', rule: 'R-116', askId });
  const { accountRef, from } = detail.ask;
  return accept({ type: 'DetailAnswerBegun', askId, accountRef, from, begunAt: at });
}

function reportWatched(
  { watchId, through, at }: { readonly watchId: string; readonly through?: Instant; readonly at: Instant },
  { watches }: AccountReport,
): ReportAnswer {
  const state = watches.get(watchId);
  if (!state) return reject({ type: 'NoSuchWatch', rule: 'R-127', watchId });
  if (state.isReporting) return reject({ type: 'ReportUnderWay', rule: 'R-127', watchId });
  const { watch, endedAt, throughSerial: afterSerial } = state;
  const until = endedAt !== undefined && through !== undefined && isBefore(endedAt, through) ? endedAt : (through ?? endedAt);
  const begun: WatchReportBegun = {
    type: 'WatchReportBegun',
    watchId,
    accountRef: watch.accountRef,
    from: watch.from,
    ...(afterSerial !== undefined && { afterSerial }),
    ...(until !== undefined && { until }),
    begunAt: at,
  };
  return accept(begun);
}

function report(
  because: 'detail' | 'watch',
  answers: string,
  accountRef: AccountRef,
  { from, through, movements }: Reported,
): ReportAnswer {
  return accept(
    ...inPieces(movements).map((piece) => ({
      type: 'MovementsReported' as const,
      because,
      answers,
      accountRef,
      from,
      through,
      movements: piece,
    })),
  );
}

function detailOf({ details }: AccountReport, askId: string): DetailState {
  const detail = details.get(askId);
  if (!detail) throw new Error(`No detail request ${askId}`);
  return detail;
}

function watchOf({ watches }: AccountReport, watchId: string): WatchState {
  const watch = watches.get(watchId);
  if (!watch) throw new Error(`No watch ${watchId}`);
  return watch;
}

function withDetail(state: AccountReport, detail: DetailState): AccountReport {
  return { ...state, details: new Map([...state.details, [detail.ask.askId, detail]]) };
}

function withWatch(state: AccountReport, watch: WatchState): AccountReport {
  return { ...state, watches: new Map([...state.watches, [watch.watch.watchId, watch]]) };
}
