import { type Instant, type NumberRef } from '@interlock/kernel';

type DeliveryChannel = 'sms' | 'ai-call' | 'human-call';

/** The office asks: the network is called with this event's id as key. */
export interface WarningDeliveryAsked {
  readonly type: 'WarningDeliveryAsked';
  readonly askId: string;
  readonly warningId: string;
  readonly numberRef: NumberRef;
  readonly channel: DeliveryChannel;
  /** The versioned text. */
  readonly script: string;
  readonly askedAt: Instant;
  readonly receivedAt: Instant;
}

/** What became of it, by the network's own clock. Delivered is not read, and read is not acted upon. */
export interface WarningDelivered {
  readonly type: 'WarningDelivered';
  readonly askId: string;
  readonly warningId: string;
  readonly numberRef: NumberRef;
  readonly channel: DeliveryChannel;
  readonly at: Instant;
  readonly result: 'delivered' | 'answered' | 'no-answer' | 'busy' | 'unknown-number';
}

export type WarningDeliveryEvent = WarningDeliveryAsked | WarningDelivered;
