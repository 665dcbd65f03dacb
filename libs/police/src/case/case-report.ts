import { type ReportItem, missingItems } from '@interlock/rulebook';
import { type CaseReported, type EnteredPayment, type KnownAccount, type ReportedAccount, type ReportedPayment } from './case.events.ts';

/** what is missing, in the order in which it is asked for: `victimName`, `payments.0.suspectHolder`; without any payment its items alone. */
export function missingIn({ reporter, payments }: Pick<CaseReported, 'reporter' | 'payments'>): readonly string[] {
  const ofVictim = new Set<ReportItem>();
  if (reporter.name) ofVictim.add('victimName');
  if (reporter.idNumber) ofVictim.add('victimIdNumber');
  const victims = missingItems(ofVictim).filter(isOfVictim);
  if (payments.length === 0) return [...victims, ...missingItems(new Set()).filter((item) => !isOfVictim(item))];
  return [
    ...victims,
    ...payments.flatMap((payment, index) =>
      missingItems(presentIn(payment))
        .filter((item) => !isOfVictim(item))
        .map((item) => `payments.${String(index)}.${item}`),
    ),
  ];
}

function isOfVictim(item: ReportItem): boolean {
  return item === 'victimName' || item === 'victimIdNumber';
}

function presentIn({ from, to, amountFen, paidAt, voucher }: ReportedPayment): ReadonlySet<ReportItem> {
  const present: readonly [ReportItem, boolean][] = [
    ['outgoingAccount', from?.number !== undefined],
    ['outgoingBank', from?.bank !== undefined],
    ['amount', amountFen !== undefined],
    ['transferTime', paidAt !== undefined],
    ['suspectAccount', to?.number !== undefined],
    ['suspectHolder', to?.holder !== undefined],
    ['suspectBank', to?.bank !== undefined],
    ['voucher', voucher],
  ];
  return new Set(present.filter(([, isThere]) => isThere).map(([item]) => item));
}

/** The report's payments as the case's, where every one of them is complete. What the reporter states is then all that is known. */
export function enteredFrom(reported: readonly ReportedPayment[]): readonly EnteredPayment[] | undefined {
  const entered = reported.map(payment);
  const complete = entered.filter((one) => one !== undefined);
  return complete.length > 0 && complete.length === entered.length ? complete : undefined;
}

function payment({ reference, from, to, amountFen, paidAt }: ReportedPayment): EnteredPayment | undefined {
  const paying = from && known(from);
  const paid = to && known(to);
  if (reference === undefined || !paying || !paid || amountFen === undefined || paidAt === undefined) return undefined;
  const stated = { number: paid.number, holder: paid.holder, amountFen, paidAt };
  return { reference, from: paying, to: paid, amountFen, paidAt, stated };
}

function known({ accountRef, bank, number, holder }: ReportedAccount): KnownAccount | undefined {
  return accountRef !== undefined && bank !== undefined && number && holder ? { accountRef, bank, number, holder } : undefined;
}
