import { lineMeasuresV1, lineTasksV1 } from '@interlock/contracts';
import { type ListOptions, type QueryRoute } from '@interlock/kernel';
import { queryRoute } from './handling.ts';
import { lineMeasures } from './line/line-measures.view.ts';
import { lineTasks } from './line/line-tasks.view.ts';

export const telecomQueries: readonly QueryRoute[] = [
  queryRoute(lineTasksV1, ({ kind, numberRef, ...page }, { views }) =>
    views.list(lineTasks, { ...options(page, { kind, numberRef }), orderBy: 'dueAt' }),
  ),
  queryRoute(lineMeasuresV1, ({ numberRef, state, ...page }, { views }) =>
    views.list(lineMeasures, { ...options(page, { numberRef, state }), orderBy: 'begunAt', descending: true }),
  ),
];

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

function options({ limit, after }: Page, where: Readonly<Record<string, string | undefined>>): ListOptions {
  const asked = Object.entries(where).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]));
  return { limit, where: Object.fromEntries(asked), ...(after !== undefined && { after }) };
}
