import {
  type Instant,
  type NodeDefinition,
  type PersonActor,
  type Policy,
  type Sealed,
  type Stream,
  accept,
  isSealed,
  policy,
  reject,
  tell,
  to,
  view,
} from '@interlock/kernel';
import { houseNode, receipts } from './two-houses.suite.ts';

/** A stream whose events told nobody anything, until somebody wanted to hear of them. */
interface ParcelPacked {
  readonly type: 'Packed';
  readonly to: string;
  readonly grams: number;
  readonly contents?: Sealed;
}
type ParcelCommand = {
  readonly type: 'Pack';
  readonly to: string;
  readonly grams: number;
  readonly contents?: Sealed;
  readonly at: Instant;
};
export type ParcelStream = Stream<ParcelCommand, boolean, ParcelPacked, { readonly type: 'AlreadyPacked' }>;

export interface ParcelSent {
  readonly type: 'house.parcel-sent.v1';
  readonly parcel: string;
  readonly grams: number;
  readonly contents?: Sealed;
}

export const untoldParcels: ParcelStream = {
  category: 'parcel',
  decider: {
    initial: false,
    decide({ type: _, at: __, ...parcel }, isPacked) {
      return isPacked ? reject({ type: 'AlreadyPacked' }) : accept({ type: 'Packed', ...parcel });
    },
    evolve: () => true,
  },
};

export const toldParcels: ParcelStream = {
  ...untoldParcels,
  publish: (event, { key }) => [sent(event, key)],
};

/** Later rules tell the weight, too, and before the parcel. */
export const weighedParcels: ParcelStream = {
  ...untoldParcels,
  publish: (event, { key }) => [tell(event.to, { type: 'house.parcel-weighed.v1', parcel: key, grams: event.grams }), sent(event, key)],
};

function sent({ to: whom, grams, contents }: ParcelPacked, parcel: string) {
  return tell<ParcelSent>(whom, { type: 'house.parcel-sent.v1', parcel, grams, ...(contents && { contents }) });
}

export const parcelsHere = view<{ readonly parcel: string; readonly grams: number }, ParcelSent>({
  name: 'house_parcels',
  version: 1,
  rows: { key: 'parcel', indexes: [] },
  on: ['house.parcel-sent.v1'],
  apply: ({ parcel, grams }, rows) => {
    rows.put({ parcel, grams });
  },
});

const fileParcel: Policy<ParcelSent> = {
  name: 'house_file_when_parcel_arrived',
  on: ['house.parcel-sent.v1'],
  keys: ({ parcel }) => [parcel],
  react: ({ parcel, grams }) => [to(receipts, parcel, { type: 'File', words: `${String(grams)} g` })],
};
const countParcel: Policy<ParcelSent> = {
  ...fileParcel,
  name: 'house_count_when_parcel_arrived',
  onBackfilled: 'react',
  react: ({ parcel }) => [to(receipts, `count-${parcel}`, { type: 'File', words: 'counted' })],
};

/** Both houses pack parcels; one that listens files those that arrive now, and counts those that it hears of later, too. */
export function housesWith(parcels: ParcelStream): NodeDefinition {
  return {
    ...houseNode,
    streams: [...houseNode.streams, parcels],
    receives: [...houseNode.receives, { type: 'house.parcel-sent.v1', read: readParcel }],
    views: [...houseNode.views, parcelsHere],
    policies: [...houseNode.policies, policy(fileParcel), policy(countParcel)],
  };
}

export const CLERK: PersonActor = { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' };

function readParcel(data: unknown) {
  if (typeof data !== 'object' || data === null || !('parcel' in data) || !('grams' in data) || typeof data.grams !== 'number')
    return { ok: false, problems: ['grams: missing'] } as const;
  const contents = 'contents' in data && isSealed(data.contents) ? { contents: data.contents } : {};
  return { ok: true, fact: { type: 'house.parcel-sent.v1', parcel: String(data.parcel), grams: data.grams, ...contents } } as const;
}
