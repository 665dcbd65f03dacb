import { type Answer, accept, refuse, reject } from '@interlock/kernel';
import { ANSWER, inForce, OFFICERS_PER_ORDER, STOPS_PER_ACCOUNT_MAX } from '@interlock/rulebook';
import { OFFICERS, SECOND_OFFICERS } from '../officers.ts';
import { type AccountStops } from './account-stops.ts';
import { type CorrectStop, type OrderStop, type RenewStop, type StopPaymentRejection } from './stop-payment.commands.ts';
import { type ProposalWithdrawn, type StopOrdered, type StopPaymentEvent } from './stop-payment.events.ts';

type StopAnswer = Answer<StopPaymentEvent, StopPaymentRejection>;

/** Confirms the open proposal: whether a stop or order stands is looked at again, and what it names; where one does, or nothing is traced, the proposal is off. */
export function orderStop(command: OrderStop, state: AccountStops): StopAnswer {
  const { proposal, order, standing } = state;
  if (proposal?.proposalId !== command.proposalId) return reject({ type: 'NoSuchProposal' });
  if (!isSigned(command)) return reject({ type: 'SecondOfficerNeeded', rule: 'R-108' });
  const { accountRef, at: withdrawnAt } = command;
  const off = (why: ProposalWithdrawn['why']) => ({ type: 'ProposalWithdrawn', ...proposal, accountRef, why, withdrawnAt }) as const;
  const [stop] = standing;
  if (stop) return refuse({ type: 'AlreadyStopped', orderId: stop.orderId, lapsesAt: stop.lapsesAt }, off('already-stopped'));
  if (order) return refuse({ type: 'AlreadyOrdered', orderId: order.orderId }, off('already-ordered'));
  const { caseId, proposalId } = proposal;
  const sent = send(command, state, { caseId, number: state.counted.length + 1, from: { proposalId } });
  // what arrives later is proposed anew, and so comes to an officer's eyes again.
  return !sent.ok && sent.rejection.type === 'NothingTraced' ? refuse(sent.rejection, off('nothing-traced')) : sent;
}

/** a new order after a mismatch, once, with the same number; not while another order or a stop stands. */
export function correctStop(command: CorrectStop, state: AccountStops): StopAnswer {
  const { corrects } = command;
  const mismatch = state.mismatches.find(({ orderId }) => orderId === corrects);
  if (!mismatch) return reject({ type: 'NoMismatch', rule: 'R-110' });
  if (!isSigned(command)) return reject({ type: 'SecondOfficerNeeded', rule: 'R-108' });
  const [stop] = state.standing;
  if (stop) return reject({ type: 'AlreadyStopped', orderId: stop.orderId, lapsesAt: stop.lapsesAt });
  if (state.order) return reject({ type: 'AlreadyOrdered', orderId: state.order.orderId });
  const { caseId, number } = mismatch;
  return send(command, state, { caseId, number, from: { corrects } });
}

/** the second stop, starting where the standing one ends. */
export function renewStop(command: RenewStop, state: AccountStops): StopAnswer {
  const [stop, next] = state.standing;
  if (stop?.orderId !== command.continues) {
    if (next?.orderId === command.continues) return reject({ type: 'AlreadyRenewed', orderId: next.orderId });
    const wasApplied = state.counted.includes(command.continues) && state.answered.includes(command.continues);
    return reject(wasApplied ? { type: 'StopOver', rule: 'R-117', code: ANSWER.extensionTooLate } : { type: 'NoSuchOrder' });
  }
  if (next) return reject({ type: 'AlreadyRenewed', orderId: next.orderId });
  if (!isSigned(command)) return reject({ type: 'SecondOfficerNeeded', rule: 'R-108' });
  if (state.order) return reject({ type: 'AlreadyOrdered', orderId: state.order.orderId });
  const { orderId, caseId, lapsesAt: until } = stop;
  return send(command, state, { caseId, number: state.counted.length + 1, from: { continues: { orderId, until } } });
}

interface Ground {
  readonly caseId: string;
  readonly number: number;
  readonly from: Pick<StopOrdered, 'proposalId' | 'corrects' | 'continues'>;
}

function send(command: OrderStop | CorrectStop | RenewStop, { counted }: AccountStops, { caseId, number, from }: Ground): StopAnswer {
  const { orderId, accountRef, bank, at, applicationId, urgency, officers, details } = command;
  const stopsMax = inForce(STOPS_PER_ACCOUNT_MAX, at);
  if (counted.length >= stopsMax) {
    const { continues: _, ...closes } = from;
    const refused = {
      type: 'StopRefused',
      orderId,
      caseId,
      accountRef,
      bank,
      number: counted.length + 1,
      rule: 'R-113',
      code: ANSWER.limitReached,
      refusedAt: at,
    } as const;
    return refuse({ type: 'LimitReached', rule: 'R-113', code: ANSWER.limitReached, stopsMax }, { ...refused, ...closes });
  }
  if (!details || !officers.second) return reject({ type: 'NothingTraced' });
  const { first, second } = officers;
  const order = { orderId, applicationId, caseId, accountRef, bank, number, ...details, orderedAt: at, urgency };
  return accept({ type: 'StopOrdered', ...order, officers: { first, second }, ...from });
}

/** different officers of the police, each with a token of their own. */
function isSigned({ officers: { first, second }, at }: OrderStop | CorrectStop | RenewStop): boolean {
  if (second === undefined || !OFFICERS.includes(first.role) || !SECOND_OFFICERS.includes(second.role)) return false;
  return new Set([first.person, second.person]).size >= inForce(OFFICERS_PER_ORDER, at);
}
