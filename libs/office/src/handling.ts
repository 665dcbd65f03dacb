import { type PersonActor } from '@interlock/kernel';

/** Who leads the joint office's work. */
export const OFFICE: readonly string[] = ['coordinator', 'office-head'];
/** People of any member who answer for its part. */
export const MEMBER_STAFF: readonly string[] = ['*/liaison', '*/operator', '*/lead'];
/** The police's own people who handle cases and warnings: the office's node is theirs. */
export const POLICE_STAFF: readonly string[] = ['officer', 'duty-officer', 'approving-head'];

/** Coordinators see and steer all; everybody else what is their own member's. The node's own member holds these roles (police). */
export function leadsOffice({ member, role }: PersonActor): boolean {
  return member === OFFICE_MEMBER && OFFICE.includes(role);
}

/** The member that runs the joint office (members.yaml: `office: true`). */
export const OFFICE_MEMBER = 'police';

/** A list's page with its last cursor. */
export function pageOf<Row, Shown>(
  page: { readonly items: readonly { readonly cursor: string; readonly row: Row }[]; readonly hasMore: boolean },
  show: (row: Row) => Shown,
): { readonly items: readonly ({ readonly cursor: string } & Shown)[]; readonly hasMore: boolean; readonly endCursor?: string } {
  const last = page.items.at(-1)?.cursor;
  return {
    items: page.items.map(({ cursor, row }) => ({ cursor, ...show(row) })),
    hasMore: page.hasMore,
    ...(last !== undefined && { endCursor: last }),
  };
}
