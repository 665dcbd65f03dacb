import { type CaseEnteredV1, type WarningDeliveredV1 } from '@interlock/contracts';
import { policy, to } from '@interlock/kernel';
import { type WarnedPersons, warnedPersons } from './warned-persons.memory.ts';
import { warningStream } from './warning.stream.ts';

/** a case of somebody who had been warned: each of the warnings learns of the loss, or that nothing was paid after it. */
export const linkLossWhenCaseEntered = policy<CaseEnteredV1, WarnedPersons>({
  name: 'office_link_loss_when_case_entered',
  on: ['police.case-entered.v1'],
  memory: warnedPersons,
  keys: ({ caseId }) => [caseId],
  react({ caseId, victim, payments }, _recorded, warned) {
    if (victim === undefined) return [];
    const made = payments.map(({ amountFen, paidAt }) => ({ amountFen, paidAt }));
    return (warned.get(victim) ?? []).map((warningId) =>
      to(warningStream, warningId, { type: 'LinkLoss', caseId, payments: made }, { settles: ['NothingToLink', 'AlreadyLinked'] }),
    );
  },
});

/** the operator says what became of a text or call. */
export const recordDeliveryWhenOperatorTells = policy<WarningDeliveredV1>({
  name: 'office_record_delivery_when_operator_tells',
  on: ['telecom.warning-delivered.v1'],
  keys: ({ warningId }) => [warningId],
  react({ warningId, channel, result, at }) {
    return [to(warningStream, warningId, { type: 'RecordDelivery', channel, result, deliveredAt: at })];
  },
});
