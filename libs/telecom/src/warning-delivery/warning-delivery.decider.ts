import { type Decider, type Instant, accept, unreachable } from '@interlock/kernel';
import { type WarningDelivered, type WarningDeliveryAsked, type WarningDeliveryEvent } from './warning-delivery.events.ts';

export type WarningDeliveryCommand =
  | { readonly type: 'AskDelivery'; readonly ask: Omit<WarningDeliveryAsked, 'type' | 'receivedAt'>; readonly at: Instant }
  | {
      readonly type: 'RecordDelivery';
      readonly deliveredAt: Instant;
      readonly result: WarningDelivered['result'];
      readonly at: Instant;
    };

/** One attempt to reach a line: asked once, answered once. */
export interface WarningDelivery {
  readonly asked?: WarningDeliveryAsked;
  readonly isAnswered: boolean;
}

/** It refuses nothing: the office decides whom to warn, the network what became of it. */
export const warningDeliveryDecider: Decider<WarningDeliveryCommand, WarningDelivery, WarningDeliveryEvent, never> = {
  initial: { isAnswered: false },
  decide(command, { asked, isAnswered }) {
    switch (command.type) {
      case 'AskDelivery':
        return asked ? accept() : accept({ type: 'WarningDeliveryAsked', ...command.ask, receivedAt: command.at });
      case 'RecordDelivery': {
        if (!asked || isAnswered) return accept();
        const { askId, warningId, numberRef, channel } = asked;
        return accept({ type: 'WarningDelivered', askId, warningId, numberRef, channel, at: command.deliveredAt, result: command.result });
      }
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'WarningDeliveryAsked':
        return { ...state, asked: event };
      case 'WarningDelivered':
        return { ...state, isAnswered: true };
      default:
        return unreachable(event);
    }
  },
};
