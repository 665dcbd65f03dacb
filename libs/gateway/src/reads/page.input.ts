import { ArgsType, Field, Int } from '@nestjs/graphql';
import { refusedBy } from '../errors.ts';

const PAGE_MAX = 100;

/** Relay’s arguments; a page size is compulsory, as every list grows. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: '1 to 100, from the start or behind `after`.' })
  readonly first?: number | null;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;

  @Field(() => Int, { nullable: true, description: '1 to 100, from the end or before `before`.' })
  readonly last?: number | null;

  @Field(() => String, { nullable: true })
  readonly before?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Position token of a mutation: the read waits up to 500 ms to show it, else `extensions.stale` says so.',
  })
  readonly seen?: string | null;
}

/** For lists of nodes that go one way only. */
@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, { description: '1 to 100.' })
  readonly first!: number;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Position token of a mutation: the read waits up to 500 ms to show it, else `extensions.stale` says so.',
  })
  readonly seen?: string | null;
}

export interface Span {
  readonly limit: number;
  readonly after?: string;
  readonly backwards: boolean;
}

export function spanOf({ first, after, last, before }: PageArgs): Span {
  if (isNothing(first) === isNothing(last)) throw refusedBy('PAGE_SIZE_MISSING', 'Say `first` or `last`, 1 to 100');
  const backwards = isNothing(first);
  const cursor = backwards ? before : after;
  if (!isNothing(backwards ? after : before)) throw refusedBy('BAD_USER_INPUT', '`after` goes with `first`, `before` with `last`');
  return { limit: sizeOf(first ?? last ?? 0), backwards, ...(typeof cursor === 'string' && { after: cursor }) };
}

export function forwardSpanOf({ first, after }: ForwardPageArgs): { readonly limit: number; readonly after?: string } {
  return { limit: sizeOf(first), ...(typeof after === 'string' && { after }) };
}

function sizeOf(size: number): number {
  if (size < 1 || size > PAGE_MAX) throw refusedBy('PAGE_SIZE_MISSING', 'A page has 1 to 100 rows');
  return size;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Cost of a list: what each row costs, for as many as were asked. */
export function listCost({
  args,
  childComplexity,
}: {
  readonly args: Readonly<Record<string, unknown>>;
  readonly childComplexity: number;
}): number {
  const size = args['first'] ?? args['last'];
  return 1 + (typeof size === 'number' && size > 0 ? Math.min(size, PAGE_MAX) : 1) * Math.max(1, childComplexity);
}
