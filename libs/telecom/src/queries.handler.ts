import { lineMeasuresV1, lineTasksV1 } from '@interlock/contracts';
import { type QueryRoute, pageOptions, queryRoute } from '@interlock/kernel';
import { lineMeasures } from './line/line-measures.view.ts';
import { lineTasks } from './line/line-tasks.view.ts';
import { OPERATOR_STAFF } from './staff.ts';

export const telecomQueries: readonly QueryRoute[] = [
  queryRoute(lineTasksV1, OPERATOR_STAFF, ({ kind, numberRef, ...page }, _request, { views }) =>
    views.list(lineTasks, { ...pageOptions(page, { kind, numberRef }), orderBy: 'dueAt' }),
  ),
  queryRoute(lineMeasuresV1, OPERATOR_STAFF, ({ numberRef, state, ...page }, _request, { views }) =>
    views.list(lineMeasures, { ...pageOptions(page, { numberRef, state }), orderBy: 'begunAt', descending: true }),
  ),
];
