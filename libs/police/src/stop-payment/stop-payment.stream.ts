import { type Stream } from '@interlock/kernel';
import { type AccountStops } from './account-stops.ts';
import { type StopPaymentCommand, type StopPaymentRejection } from './stop-payment.commands.ts';
import { stopPaymentDecider } from './stop-payment.decider.ts';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { publishStopPayment } from './stop-payment.publish.ts';

/** Key: account reference. At most two stops per account over all cases. */
export const stopPaymentStream: Stream<StopPaymentCommand, AccountStops, StopPaymentEvent, StopPaymentRejection> = {
  category: 'stop-payment',
  decider: stopPaymentDecider,
  publish: publishStopPayment,
};
