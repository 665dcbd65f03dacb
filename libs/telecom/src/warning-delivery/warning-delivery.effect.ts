import { effect, to } from '@interlock/kernel';
import { type TelecomPorts } from '../ports.ts';
import { type WarningDeliveryAsked } from './warning-delivery.events.ts';
import { warningDelivery } from './warning-delivery.stream.ts';

/** Texts or calls the line; the operator knows its own subscriber by the reference, no number is opened. */
export const deliverWarning = effect<WarningDeliveryAsked, TelecomPorts>({
  name: 'telecom_deliver_warning',
  on: ['WarningDeliveryAsked'],
  async run({ askId, numberRef, channel, script }, { id }, { ports: { network } }) {
    const { at: deliveredAt, result } = await network.deliver({ key: id, numberRef, channel, text: script });
    return [to(warningDelivery, askId, { type: 'RecordDelivery', deliveredAt, result })];
  },
});
