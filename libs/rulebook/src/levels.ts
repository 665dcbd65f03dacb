/** Levels of organs and units, lowest first. */
export const UNIT_LEVELS = ['township', 'county', 'city', 'province'] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];

/** Whether an organ of this level may approve what needs at least `needed` (R-118, R-201, R-203: "county-level or above"). */
export function reaches(level: UnitLevel, needed: UnitLevel): boolean {
  return UNIT_LEVELS.indexOf(level) >= UNIT_LEVELS.indexOf(needed);
}
