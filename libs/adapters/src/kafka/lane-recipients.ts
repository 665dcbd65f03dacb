import { type LaneBatch, type LaneHandler, haltsLane, problemOf } from '@interlock/kernel';
import { type ExchangeHealth } from './exchange-health.ts';
import { type Pause, makePause } from './pause.ts';

/** Who takes what comes on a lane at this node: instances of the recipient, oldest first. The first has the lane, the next takes over. */
export interface LaneRecipients {
  areThere(): boolean;
  /** Tries until the batch is taken. False when it is not: nobody is left, it comes again anyway, or no repetition would help. */
  give(batch: LaneBatch, isStale: () => boolean): Promise<boolean>;
  /** Stops after the batch in hand. */
  add(handler: LaneHandler): { readonly stop: () => Promise<void> };
}

interface Recipient {
  readonly handler: LaneHandler;
  /** The batch in hand; settled when there is none. Never rejects. */
  inHand: Promise<unknown>;
}

const FIRST_MS = 20;
const LONGEST_MS = 5_000;

export function makeLaneRecipients(topic: string, health: ExchangeHealth): LaneRecipients {
  const recipients: Recipient[] = [];
  let backOff: Pause | undefined;
  return {
    areThere: () => recipients.length > 0,
    async give(batch, isStale) {
      for (let attempt = 1; ; attempt += 1) {
        const recipient = recipients[0];
        if (!recipient || isStale()) return false;
        try {
          const handling = recipient.handler(batch);
          recipient.inHand = handling.catch(() => undefined); // it is looked at here
          await handling;
          health.well(topic);
          return true;
        } catch (error) {
          const { code, message } = problemOf(error);
          health.failed(topic, code, message);
          // Only what comes later on the lane heals it: its next epoch. It is not acknowledged: the next start meets it again.
          if (haltsLane(code)) return false;
          backOff = makePause();
          if (recipients.includes(recipient)) await backOff.wait(Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
        }
      }
    },
    add(handler) {
      const recipient: Recipient = { handler: async (batch) => handler(batch), inHand: Promise.resolve() };
      recipients.push(recipient);
      return {
        async stop() {
          const at = recipients.indexOf(recipient);
          if (at >= 0) recipients.splice(at, 1);
          backOff?.end();
          await recipient.inHand;
        },
      };
    },
  };
}
