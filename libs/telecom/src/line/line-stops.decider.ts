import { type Answer, type Instant, accept, isAfter, isBefore, reject } from '@interlock/kernel';
import { type RestrictionItem, restoreDueAt } from '@interlock/rulebook';
import { type AnswerRequest, type GivenRemedy, type LineRejection, type StopLine } from './line.commands.ts';
import { type LineEvent, type LineStopTerms, type Remedy } from './line.events.ts';
import { type Line, type MeasureState, isHeldBeside } from './line.state.ts';

export type LineAnswer = Answer<LineEvent, LineRejection>;

/** R-605 with all its particulars, R-401 with the way back: a measure without them is none. */
export function stopLine(command: StopLine, state: Line): LineAnswer {
  const { measureId, numberRef, kind, legalBasis, requester, grade, until, at } = command;
  if (state.measures.has(measureId) || state.asks.has(measureId)) return reject({ type: 'MeasureExists', measureId });
  if (legalBasis === undefined || grade === undefined) {
    const missing = [...(legalBasis === undefined ? (['legalBasis'] as const) : []), ...(grade === undefined ? (['grade'] as const) : [])];
    return reject({ type: 'OrderIncomplete', rule: 'R-605', missing });
  }
  const terms = { measureId, numberRef, kind, because: 'own', legalBasis, requester, grade } as const;
  return begin({ terms, given: command, until, at });
}

/** The police asked, a person of the operator decides. */
export function answerRequest({ requestId, isDone, reason, remedy, at }: AnswerRequest, state: Line): LineAnswer {
  const asked = state.requests.get(requestId);
  if (!asked) return reject({ type: 'NoSuchRequest', rule: 'R-605', requestId });
  if (asked.isAnswered) return reject({ type: 'AlreadyAnswered', rule: 'R-605', requestId });
  if (state.measures.has(requestId) || state.asks.has(requestId)) return reject({ type: 'MeasureExists', measureId: requestId });
  const { numberRef, kind, legalBasis, grade, until } = asked.request;
  if (!isDone) {
    if (reason === undefined) return reject({ type: 'RemedyMissing', rule: 'R-401', missing: ['reason'] });
    return accept({ type: 'LineRequestRefused', requestId, numberRef, reason, refusedAt: at });
  }
  const terms = { measureId: requestId, numberRef, kind, because: 'police', requestId, legalBasis, requester: 'police', grade } as const;
  return begin({ terms, given: { ...(reason !== undefined && { reason }), remedy }, until, at });
}

function begin(order: {
  readonly terms: Omit<LineStopTerms, 'reason' | 'remedy' | 'until'>;
  readonly given: { readonly reason?: string; readonly remedy: GivenRemedy };
  readonly until: Instant | undefined;
  readonly at: Instant;
}): LineAnswer {
  const { terms, given, until, at } = order;
  const isHold = terms.kind === 'protective-hold';
  if (isHold && until === undefined) return reject({ type: 'OrderIncomplete', rule: 'R-605', missing: ['until'] });
  if (!isHold && until !== undefined) return reject({ type: 'OnlyHoldsEndByThemselves', rule: 'R-605' });
  if (until !== undefined && !isAfter(until, at)) return reject({ type: 'UntilNotAhead', rule: 'R-605', until });
  const { reason } = given;
  const remedy = remedyOf(given.remedy);
  if (reason === undefined || !remedy) return remedyMissing(reason, given.remedy);
  return accept({ type: 'LineStopBegun', ...terms, reason, remedy, ...(until !== undefined && { until }), begunAt: at });
}

export function remedyOf({ channel, papers }: GivenRemedy): Remedy | undefined {
  return channel === undefined || !papers?.length ? undefined : { channel, papers };
}

/** */
export function remedyMissing(reason: string | undefined, { channel, papers }: GivenRemedy): LineAnswer {
  const missing: RestrictionItem[] = [];
  if (reason === undefined) missing.push('reason');
  if (channel === undefined) missing.push('remedyChannel');
  if (!papers?.length) missing.push('papersNeeded');
  return reject({ type: 'RemedyMissing', rule: 'R-401', missing });
}

export function recordStopped(
  { measureId, doneAt, known }: { readonly measureId: string; readonly doneAt: Instant; readonly known: boolean },
  state: Line,
): LineAnswer {
  const measure = state.measures.get(measureId);
  if (measure?.status !== 'beginning') return accept(); // recorded before
  const { terms } = measure;
  if (known) return accept({ type: 'LineSuspended', ...terms, suspendedAt: doneAt });
  const { numberRef, requestId } = terms;
  return accept({ type: 'LineUnknown', measureId, numberRef, ...(requestId !== undefined && { requestId }), foundAt: doneAt });
}

/** from here on the clock of restoration runs. */
export function askRestoration(measureId: string, reason: string, at: Instant, state: Line): LineAnswer {
  const measure = state.measures.get(measureId);
  const no = notStanding(measureId, measure);
  if (!measure || no) return reject(no ?? { type: 'NoSuchMeasure', measureId });
  if (measure.restorationDueAt !== undefined)
    return reject({ type: 'RestorationAlreadyAsked', rule: 'R-606', dueAt: measure.restorationDueAt });
  const { numberRef } = measure.terms;
  return accept({ type: 'RestorationAsked', measureId, numberRef, reason, askedAt: at, dueAt: restoreDueAt(at) });
}

/** The timer's record that the operator is late. */
export function missRestoration(measureId: string, at: Instant, state: Line): LineAnswer {
  const measure = state.measures.get(measureId);
  const dueAt = measure?.restorationDueAt;
  if (!measure || dueAt === undefined || measure.isOverdue || measure.status === 'restored') return accept();
  if (isBefore(at, dueAt)) return reject({ type: 'NotDueYet', rule: 'R-606', dueAt });
  return accept({ type: 'RestorationOverdue', measureId, numberRef: measure.terms.numberRef, dueAt });
}

/** Ends one measure; the network opens the line only when nothing else stands on it. */
export function restoreLine(measureId: string, reason: string, at: Instant, state: Line): LineAnswer {
  const measure = state.measures.get(measureId);
  const no = notStanding(measureId, measure);
  if (!measure || no) return reject(no ?? { type: 'NoSuchMeasure', measureId });
  const { numberRef } = measure.terms;
  if (isHeldBeside(state, measureId))
    return accept({ type: 'LineRestored', measureId, numberRef, reason, restoredAt: at, lineOpen: false });
  return accept({ type: 'RestoreBegun', measureId, numberRef, reason, begunAt: at });
}

/** a protective hold is temporary. */
export function endHold(measureId: string, at: Instant, state: Line): LineAnswer {
  const measure = state.measures.get(measureId);
  const until = measure?.terms.until;
  if (measure?.status !== 'standing' || until === undefined) return accept();
  if (isBefore(at, until)) return reject({ type: 'NotDueYet', rule: 'R-605', dueAt: until });
  return restoreLine(measureId, 'hold-ended', at, state);
}

export function recordRestored(measureId: string, doneAt: Instant, state: Line): LineAnswer {
  const measure = state.measures.get(measureId);
  if (measure?.status !== 'restoring' || !measure.restoring) return accept(); // recorded before
  const lineOpen = !isHeldBeside(state, measureId);
  const { numberRef } = measure.terms;
  return accept({ type: 'LineRestored', measureId, numberRef, reason: measure.restoring.reason, restoredAt: doneAt, lineOpen });
}

function notStanding(measureId: string, measure: MeasureState | undefined): LineRejection | undefined {
  if (!measure || measure.status === 'unknown-line') return { type: 'NoSuchMeasure', measureId };
  if (measure.status === 'restored') return { type: 'MeasureIsOver', rule: 'R-606', measureId };
  return measure.status === 'standing' ? undefined : { type: 'AtTheNetwork', measureId };
}
