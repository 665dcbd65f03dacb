import { type WarningDeliveredV1 } from '@interlock/contracts';
import { type Stream, tell, unreachable } from '@interlock/kernel';
import { type WarningDelivery, type WarningDeliveryCommand, warningDeliveryDecider } from './warning-delivery.decider.ts';
import { type WarningDeliveryEvent } from './warning-delivery.events.ts';

/** Key: ask id. */
export const warningDelivery: Stream<WarningDeliveryCommand, WarningDelivery, WarningDeliveryEvent, never> = {
  category: 'warning-delivery',
  decider: warningDeliveryDecider,
  publish(event) {
    switch (event.type) {
      case 'WarningDelivered': {
        const { warningId, askId, channel, at, result } = event;
        const fact: WarningDeliveredV1 = { type: 'telecom.warning-delivered.v1', warningId, askId, channel, at, result };
        return [tell('office', fact), tell('city', fact)];
      }
      case 'WarningDeliveryAsked':
        return [];
      default:
        return unreachable(event);
    }
  },
};
