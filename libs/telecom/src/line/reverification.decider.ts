import { type Instant, accept, isBefore, reject } from '@interlock/kernel';
import { restoreDueAt, reverifyDueAt } from '@interlock/rulebook';
import { type LineAnswer, remedyMissing, remedyOf } from './line-stops.decider.ts';
import { type AskReverification, type RecordReverification } from './line.commands.ts';
import { type LineEvent, type LineStopBegun, type ReverificationAsked } from './line.events.ts';
import { type Line } from './line.state.ts';

/** one at a time, with all that demand. */
export function askReverification(command: AskReverification, state: Line): LineAnswer {
  const { askId, numberRef, ground, legalBasis, requester, grade, at } = command;
  if (state.asks.has(askId) || state.measures.has(askId)) return reject({ type: 'MeasureExists', measureId: askId });
  const running = [...state.asks.values()].find(({ status }) => status === 'running');
  if (running) return reject({ type: 'ReverificationRunning', rule: 'R-601', askId: running.ask.askId, dueAt: running.ask.dueAt });
  if (legalBasis === undefined || grade === undefined) {
    const missing = [...(legalBasis === undefined ? (['legalBasis'] as const) : []), ...(grade === undefined ? (['grade'] as const) : [])];
    return reject({ type: 'OrderIncomplete', rule: 'R-605', missing });
  }
  const remedy = remedyOf(command.remedy);
  if (!remedy) return remedyMissing(ground, command.remedy); // the ground is the reason
  const terms = { askId, numberRef, ground, legalBasis, requester, grade, remedy };
  return accept({ type: 'ReverificationAsked', ...terms, askedAt: at, dueAt: reverifyDueAt(at) });
}

/**
 * not passed, the line is suspended in the same act. Who passes before anything was suspended is done, in time or not; who
 * passes later starts the clock of restoration.
 */
export function recordReverification({ askId, passed, how, noticeGiven, at }: RecordReverification, state: Line): LineAnswer {
  const found = state.asks.get(askId);
  if (!found) return reject({ type: 'NoSuchReverification', rule: 'R-601', askId });
  const { ask, status } = found;
  if (status === 'passed' || (status === 'failed' && !passed))
    return reject({ type: 'ReverificationDecided', rule: 'R-601', askId, result: status });
  if (!noticeGiven) return reject({ type: 'NoticeMissing', rule: 'R-601' });
  if (!passed) return accept<LineEvent>(...failed(ask, 'not-passed', at, at));
  const { numberRef } = ask;
  const measure = state.measures.get(askId);
  const isHeld = measure?.status === 'beginning' || measure?.status === 'standing';
  return accept<LineEvent>(
    { type: 'ReverificationPassed', askId, numberRef, how, passedAt: at },
    ...(isHeld && measure.restorationDueAt === undefined
      ? [
          {
            type: 'RestorationAsked',
            measureId: askId,
            numberRef,
            reason: 'verified',
            askedAt: at,
            dueAt: restoreDueAt(at),
          } as const,
        ]
      : []),
  );
}

/** The timer's record that the 24 hours are over. */
export function missReverification(askId: string, at: Instant, state: Line): LineAnswer {
  const found = state.asks.get(askId);
  if (found?.status !== 'running') return accept();
  const { dueAt } = found.ask;
  if (isBefore(at, dueAt)) return reject({ type: 'NotDueYet', rule: 'R-601', dueAt });
  return accept<LineEvent>(...failed(found.ask, 'not-done', dueAt, at));
}

/** The suspension that follows bears the ask's id. */
function failed(ask: ReverificationAsked, how: 'not-passed' | 'not-done', failedAt: Instant, at: Instant): readonly LineEvent[] {
  const { askId, numberRef, legalBasis, requester, grade, remedy } = ask;
  const begun: LineStopBegun = {
    type: 'LineStopBegun',
    measureId: askId,
    numberRef,
    kind: 'suspend',
    because: 'reverification',
    legalBasis,
    requester,
    grade,
    reason: how === 'not-done' ? 'reverification-not-done' : 'reverification-not-passed',
    remedy,
    begunAt: at,
  };
  return [{ type: 'ReverificationFailed', askId, numberRef, how, failedAt }, begun];
}
