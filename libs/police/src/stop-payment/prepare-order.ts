import { type AccountRef, type CommandError, type NodeContext, type Request, type Sealed, idOf } from '@interlock/kernel';
import { type Stated } from '../case/case.events.ts';
import { orderDetails } from '../chase/order-details.ts';
import { policeTracing } from '../chase/police-tracing.ts';
import { type Signer, signerOf } from '../officers.ts';
import { applicationId, isInstitution, sealAnew } from '../requests.ts';
import { type OrderDetails } from './stop-payment.commands.ts';

export interface OrderRequest {
  readonly accountRef: AccountRef;
  /** Unset where the stream knows no such proposal, mismatch or stop: it says so itself, or knows the repetition. */
  readonly caseId: string | undefined;
  readonly bank: string | undefined;
  readonly message: '100101' | '100105';
  readonly which: 'as stated' | 'as known';
  /** What the order states instead of what is read. */
  readonly restate?: (stated: Stated) => Promise<Stated>;
}

export interface PreparedOrder {
  readonly orderId: string;
  readonly applicationId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly officers: { readonly first: Signer; readonly second?: Signer };
  readonly details?: OrderDetails;
}

export type Prepared = { readonly ok: true; readonly order: PreparedOrder } | { readonly ok: false; readonly error: CommandError };

/** An order carries no sums of its sender: what it names is read where tracing has reached the head of the log. */
export async function prepareOrder(wanted: OrderRequest, request: Request, context: NodeContext): Promise<Prepared> {
  const { accountRef, caseId, bank = '', message } = wanted;
  if (caseId !== undefined && !isInstitution(context, bank)) return { ok: false, error: { code: 'UNKNOWN_MEMBER', details: { bank } } };
  const details = caseId === undefined ? ({ ok: true } as const) : await detailsOf({ ...wanted, caseId }, request, context);
  if (!details.ok) return details;
  const { actor, second, commandId } = request;
  const orderId = idOf('order', commandId);
  return {
    ok: true,
    order: {
      orderId,
      applicationId: applicationId(message, context.clock.now(), orderId),
      accountRef,
      bank,
      officers: { first: signerOf(actor), ...(second && { second: signerOf(second) }) },
      ...(details.known && { details: details.known }),
    },
  };
}

type ReadDetails = { readonly ok: true; readonly known?: OrderDetails } | { readonly ok: false; readonly error: CommandError };

async function detailsOf(
  { accountRef, caseId, which, restate }: OrderRequest & { readonly caseId: string },
  { commandId, actor }: Request,
  context: NodeContext,
): Promise<ReadDetails> {
  const { state, position } = await context.memory(policeTracing);
  const known = orderDetails(state, { caseId, accountRef }, which);
  if (!known) return { ok: true };
  const stated = restate ? await restate(known.stated) : known.stated;
  const own = (field: Sealed, path: string) =>
    sealAnew(context, field, { subject: accountRef, commandId, path, actor, purpose: 'stop-order', caseId });
  const number = await own(stated.number, 'stated.number');
  if (!number.ok) return number;
  const holder = await own(stated.holder, 'stated.holder');
  if (!holder.ok) return holder;
  const sealedAnew = { ...stated, number: number.sealed, holder: holder.sealed };
  return { ok: true, known: { ...known, stated: sealedAnew, tracedThrough: String(position) } };
}
