import { type ListOptions, type RowsPage, type View, type ViewReader } from '@interlock/kernel';

/** A page before or behind a cursor; items always stand in the list's own order. */
export function twoWayPage<Row>(
  views: ViewReader,
  view: View<Row>,
  { backwards, ...options }: ListOptions & { readonly backwards: boolean },
): RowsPage<Row> {
  const page = views.list(view, { ...options, descending: (options.descending ?? false) !== backwards });
  return backwards ? { ...page, items: [...page.items].reverse() } : page;
}
