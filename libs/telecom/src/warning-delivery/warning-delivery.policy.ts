import { type WarningCallAskedV1 } from '@interlock/contracts';
import { policy, to } from '@interlock/kernel';
import { warningDelivery } from './warning-delivery.stream.ts';

/** A warning restricts nobody: it goes out without a person in between. */
export const deliverWhenOfficeAsks = policy<WarningCallAskedV1>({
  name: 'telecom_deliver_when_office_asks',
  on: ['office.warning-call-asked.v1'],
  keys: ({ warningId, numberRef }) => [warningId, numberRef],
  react({ askId, warningId, numberRef, channel, script, askedAt }) {
    return [to(warningDelivery, askId, { type: 'AskDelivery', ask: { askId, warningId, numberRef, channel, script, askedAt } })];
  },
});
