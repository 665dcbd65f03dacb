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
  readonly lookUpsMax: number;
}

/** Look-ups of one person in an hour: enough for any desk, too few to walk through number ranges. */
export const LOOK_UPS_PER_HOUR_MAX = 120;

const lookUpDecider: Decider<LookUpReference, readonly Instant[], ReferenceLookedUp, TooManyLookUps> = {
  initial: [],
  decide({ ref, purpose, at }, recent) {
    const hourAgo = plusMs(at, -MS_PER_HOUR);
    const count = recent.filter((one) => isBefore(hourAgo, one)).length;
    if (count >= LOOK_UPS_PER_HOUR_MAX) return reject({ type: 'TooManyLookUps', lookUpsMax: LOOK_UPS_PER_HOUR_MAX });
    return accept({ type: 'ReferenceLookedUp', ref, purpose, at });
  },
  evolve: (recent, { at }) => [...recent, at].slice(-LOOK_UPS_PER_HOUR_MAX),
};

/** Key: member and person. */
export const lookUpStream: Stream<LookUpReference, readonly Instant[], ReferenceLookedUp, TooManyLookUps> = {
  category: 'look-up',
  decider: lookUpDecider,
};
