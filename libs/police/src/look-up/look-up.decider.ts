import {
  type AccountRef,
  type Decider,
  type Instant,
  type NumberRef,
  type PersonRef,
  type Sealed,
  type Stream,
  accept,
  isBefore,
  MS_PER_HOUR,
  plusMs,
  reject,
} from '@interlock/kernel';
import { inForce, LOOK_UPS_PER_HOUR_MAX } from '@interlock/rulebook';

/** A typed number was turned into its reference: who asked stands in the event's meta. */
export interface ReferenceLookedUp {
  readonly type: 'ReferenceLookedUp';
  readonly ref: AccountRef | NumberRef | PersonRef;
  readonly purpose: Sealed;
  readonly at: Instant;
}

export interface LookUpReference {
  readonly type: 'LookUpReference';
  readonly ref: AccountRef | NumberRef | PersonRef;
  readonly purpose: Sealed;
  readonly at: Instant;
}

export interface TooManyLookUps {
  readonly type: 'TooManyLookUps';
  readonly rule: 'D-05';
  readonly lookUpsMax: number;
}

const lookUpDecider: Decider<LookUpReference, readonly Instant[], ReferenceLookedUp, TooManyLookUps> = {
  initial: [],
  decide({ ref, purpose, at }, recent) {
    const lookUpsMax = inForce(LOOK_UPS_PER_HOUR_MAX, at);
    if (within(recent, at).length >= lookUpsMax) return reject({ type: 'TooManyLookUps', rule: 'D-05', lookUpsMax });
    return accept({ type: 'ReferenceLookedUp', ref, purpose, at });
  },
  evolve: (recent, { at }) => [...within(recent, at), at],
};

/** Those of the hour before. */
function within(recent: readonly Instant[], at: Instant): readonly Instant[] {
  const hourAgo = plusMs(at, -MS_PER_HOUR);
  return recent.filter((one) => isBefore(hourAgo, one));
}

/** Key: member and person. */
export const lookUpStream: Stream<LookUpReference, readonly Instant[], ReferenceLookedUp, TooManyLookUps> = {
  category: 'look-up',
  decider: lookUpDecider,
};
