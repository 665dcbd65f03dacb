import { type EventToAppend, type StreamWrite } from '@interlock/kernel';

/** One append of the campaign: who made it and when. Its content follows from this, so that anybody can make it again. */
export interface KillAppend {
  readonly round: number;
  readonly caller: number;
  readonly number: number;
  /** Revision of the caller's stream before it; -1 for a new one. */
  readonly head: number;
}

/** What an event of the campaign says: its append, its place in it and how many there are. */
export interface KillEvent {
  readonly append: string;
  readonly index: number;
  readonly of: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PADDING = ['', 'x'.repeat(330), 'y'.repeat(20_000)] as const;

export function streamOf(caller: number): string {
  return `case-caller-${caller}`;
}

export function nameOf({ round, caller, number }: KillAppend): string {
  return `${round}/${caller}/${number}`;
}

/** One to three events to the caller's own stream, and for every fourth append two to a lane that all share. */
export function writesOf(append: KillAppend): readonly StreamWrite[] {
  const own = 1 + (append.number % 3);
  const told = append.number % 4 === 0 ? 2 : 0;
  const events = Array.from({ length: own + told }, (_, index) => eventOf(append, index, own + told));
  const expected = append.head < 0 ? 'no-stream' : append.head;
  const first = { stream: streamOf(append.caller), expected, events: events.slice(0, own) } as const;
  return told === 0 ? [first] : [first, { stream: 'lane-shared', expected: 'any', events: events.slice(own) }];
}

function eventOf(append: KillAppend, index: number, of: number): EventToAppend {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const id = `${hex(append.round, 8)}-${hex(append.caller, 4)}-7000-8000-${hex(append.number, 8)}${hex(index, 4)}`;
  const said: KillEvent = { append: nameOf(append), index, of };
  const padding = PADDING[append.number % 23 === 0 ? 2 : append.number % 2];
  return { id, type: 'KillEvent', bytes: encoder.encode(JSON.stringify({ data: said, padding })) };
}

export function readKillEvent(bytes: Uint8Array): KillEvent {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- written by eventOf; a damaged one fails the campaign
  const { data }: { readonly data: KillEvent } = JSON.parse(decoder.decode(bytes));
  return data;
}
