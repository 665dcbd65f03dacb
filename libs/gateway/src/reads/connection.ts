import { Field, ObjectType } from '@nestjs/graphql';
import { namedClass, type TypeClass } from '../schema/input-types.ts';
import { type Row, isRow, rowsOf, textIn } from './rows.ts';

@ObjectType('PageInfo')
class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage!: boolean;

  @Field(() => Boolean)
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  readonly startCursor?: string;

  @Field(() => String, { nullable: true })
  readonly endCursor?: string;
}

/** Relay’s connection of a node type: `CaseConnection` with `CaseEdge`. */
export function connectionType(name: string, node: TypeClass): TypeClass {
  const edge = namedClass(`${name}Edge`);
  Field(() => String)(edge.prototype, 'cursor');
  Field(() => node)(edge.prototype, 'node');
  ObjectType()(edge);
  const connection = namedClass(`${name}Connection`);
  Field(() => [edge])(connection.prototype, 'edges');
  Field(() => PageInfo)(connection.prototype, 'pageInfo');
  ObjectType()(connection);
  return connection;
}

export interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: PageInfo;
}

/** A node’s page as Relay’s connection. `hasMore` speaks of the direction that was asked; the other end has more when a cursor was given. */
export function connectionOf(
  answer: Row,
  node: (item: Row) => Row | undefined,
  span: { readonly after?: string; readonly backwards?: boolean },
): Connection {
  const edges = rowsOf(answer['items']).flatMap((item) => {
    const shown = node(item);
    return shown ? [{ cursor: textIn(item, 'cursor') ?? '', node: shown }] : [];
  });
  const end = edges.at(-1);
  const hasMore = answer['hasMore'] === true;
  const isBehindCursor = span.after !== undefined;
  const pageInfo = {
    hasNextPage: span.backwards === true ? isBehindCursor : hasMore,
    hasPreviousPage: span.backwards === true ? hasMore : isBehindCursor,
    ...(edges[0] && { startCursor: edges[0].cursor }),
    ...(end && { endCursor: end.cursor }),
  };
  return { edges, pageInfo };
}

export function nodeIn(field: string): (item: Row) => Row | undefined {
  return (item) => {
    const inner = item[field];
    return isRow(inner) ? inner : undefined;
  };
}
